package dev.gantry.kube.kubelet;

import dev.gantry.engine.core.Engine;
import dev.gantry.engine.core.Execs;
import dev.gantry.engine.runtime.ExecSession;
import dev.gantry.engine.runtime.LogEntry;
import dev.gantry.engine.runtime.OutputChannel;
import dev.gantry.engine.runtime.TerminalSize;
import dev.gantry.kube.client.NodeAgent;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.objects.StatusReason;
import dev.gantry.platform.errors.GantryException;
import dev.gantry.platform.errors.NotFoundException;
import dev.gantry.platform.lifecycle.OwnedThread;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The streams of this node's pods: logs, commands, attached clients, forwarded ports.
final class PodStreams implements NodeAgent {
  private static final int BUFFER = 16 << 10;
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(9).toFormatter();

  private final Engine engine;
  private final PodWorkers workers;

  PodStreams(Engine engine, PodWorkers workers) {
    this.engine = engine;
    this.workers = workers;
  }

  private PodWorker worker(String namespace, String pod, String uid) {
    return workers
        .find(uid)
        .orElseThrow(() -> StatusException.notFound("", "pods", pod.isEmpty() ? namespace : pod));
  }

  private Attempt attempt(ContainerKey key, boolean previous) {
    PodWorker worker = worker(key.namespace(), key.pod(), key.podUid());
    var attempt = worker.attempt(key.container(), previous);
    if (attempt.isPresent()) {
      return attempt.get();
    }
    if (previous) {
      throw StatusException.badRequest(
          "previous terminated container \"%s\" in pod \"%s\" not found"
              .formatted(key.container(), key.pod()));
    }
    throw StatusException.badRequest(
        "container \"%s\" in pod \"%s\" is waiting to start: %s"
            .formatted(key.container(), key.pod(), waitingReason(worker.pod(), key.container())));
  }

  private static String waitingReason(KubeObject pod, String container) {
    for (String list : List.of("containerStatuses", "initContainerStatuses")) {
      for (var status : pod.status().path(list)) {
        if (status.path("name").asString("").equals(container)) {
          return status.path("state").path("waiting").path("reason").asString("ContainerCreating");
        }
      }
    }
    return "ContainerCreating";
  }

  @Override
  public void logs(ContainerKey container, LogQuery query, OutputStream out)
      throws IOException, InterruptedException {
    Attempt attempt = attempt(container, query.previous());
    var wanted =
        new dev.gantry.engine.runtime.LogQuery(
            !query.stream().equals("Stderr"),
            !query.stream().equals("Stdout"),
            query.tailLines().isPresent()
                ? OptionalLong.of(query.tailLines().getAsInt())
                : OptionalLong.empty(),
            query.since(),
            Optional.empty(),
            query.follow());
    long left = query.limitBytes().orElse(Long.MAX_VALUE);
    try (var entries = engine.readLogs().run(attempt.id(), wanted).entries()) {
      boolean lineStart = true;
      for (var entry = entries.next(); entry.isPresent() && left > 0; entry = entries.next()) {
        byte[] bytes = text(entry.get(), query.timestamps() && lineStart);
        lineStart = bytes.length > 0 && bytes[bytes.length - 1] == '\n';
        int length = (int) Math.min(left, bytes.length);
        out.write(bytes, 0, length);
        if (query.follow()) {
          out.flush();
        }
        left -= length;
      }
      out.flush();
    } catch (NotFoundException e) {
      throw StatusException.notFound("", "pods", container.pod());
    }
  }

  private static byte[] text(LogEntry entry, boolean timestamp) {
    if (!timestamp) {
      return entry.bytes();
    }
    byte[] time = (TIME.format(entry.time()) + " ").getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[time.length + entry.bytes().length];
    System.arraycopy(time, 0, all, 0, time.length);
    System.arraycopy(entry.bytes(), 0, all, time.length, entry.bytes().length);
    return all;
  }

  @Override
  public int exec(ContainerKey container, List<String> command, ProcessStreams streams)
      throws IOException, InterruptedException {
    Attempt attempt = attempt(container, false);
    try {
      String id =
          engine
              .execs()
              .create(
                  attempt.id(),
                  ContainerCommands.request(
                      command, streams.terminal(), streams.stdin().isPresent()));
      return switch (engine.execs().start(id, false, TerminalSize.UNSET)) {
        case Execs.Started.Failed(var message) ->
            throw StatusException.internal("error executing command in container: " + message);
        case Execs.Started.Running(var session) -> serve(session, streams);
      };
    } catch (GantryException e) {
      throw StatusException.internal("error executing command in container: " + e.getMessage());
    }
  }

  private static int serve(ExecSession session, ProcessStreams streams)
      throws IOException, InterruptedException {
    try (session) {
      var resizer = streams.resizes().map(sizes -> resizer(sizes, session::resize));
      try {
        pump(session, streams);
        return session.awaitExit();
      } finally {
        resizer.ifPresent(OwnedThread::interrupt);
      }
    }
  }

  private interface Resizable {
    void resize(TerminalSize size);
  }

  private static OwnedThread resizer(TerminalSizes sizes, Resizable terminal) {
    return OwnedThread.virtual(
        "terminal sizes",
        () -> {
          for (var size = sizes.take(); size.isPresent(); size = sizes.take()) {
            try {
              terminal.resize(new TerminalSize(size.get().rows(), size.get().columns()));
            } catch (GantryException ended) {
              return;
            }
          }
        });
  }

  /// Carries input and output until the output ends.
  private static void pump(dev.gantry.engine.runtime.ProcessStreams process, ProcessStreams client)
      throws IOException, InterruptedException {
    var feeder =
        client.stdin().map(in -> OwnedThread.virtual("standard input", () -> feed(process, in)));
    try {
      for (var chunk = process.read(); chunk.isPresent(); chunk = process.read()) {
        var target =
            chunk.get().channel() == OutputChannel.STDERR ? client.stderr() : client.stdout();
        if (target.isPresent()) {
          target.get().write(chunk.get().bytes());
          target.get().flush();
        }
      }
    } finally {
      // Not waited for: the client's stream may not notice an interrupt.
      feeder.ifPresent(OwnedThread::interrupt);
    }
  }

  private static void feed(dev.gantry.engine.runtime.ProcessStreams process, InputStream in)
      throws InterruptedException {
    byte[] buffer = new byte[BUFFER];
    try {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (!process.write(buffer, 0, read)) {
          return;
        }
      }
    } catch (IOException clientLeft) {
      // Its input ends here, as if it had said so.
    }
    process.closeInput();
  }

  @Override
  public void attach(ContainerKey container, ProcessStreams streams)
      throws IOException, InterruptedException {
    Attempt attempt = attempt(container, false);
    try {
      if (!engine.inspectContainer().run(attempt.id(), false).record().state().isAlive()) {
        throw new StatusException(
            StatusReason.BAD_REQUEST,
            "container %s is not running".formatted(container.container()),
            Optional.empty());
      }
      var joined = engine.attachContainer().run(attempt.id(), false).streams();
      if (joined.isEmpty()) {
        return;
      }
      try (var process = joined.get()) {
        var resizer =
            streams
                .resizes()
                .map(
                    sizes ->
                        resizer(
                            sizes, size -> engine.observeContainer().resize(attempt.id(), size)));
        try {
          pump(process, streams);
        } finally {
          resizer.ifPresent(OwnedThread::interrupt);
        }
      }
    } catch (GantryException e) {
      throw StatusException.internal("error attaching to container: " + e.getMessage());
    }
  }

  @Override
  public PortConnection connect(String namespace, String pod, String podUid, int port)
      throws IOException, InterruptedException {
    worker(namespace, pod, podUid);
    return SandboxConnection.open(engine.sandboxes().networkNamespace(podUid), port);
  }
}
