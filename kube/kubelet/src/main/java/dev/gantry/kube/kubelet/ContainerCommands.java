package dev.gantry.kube.kubelet;

import dev.gantry.engine.core.Engine;
import dev.gantry.engine.core.Execs;
import dev.gantry.engine.runtime.ExecSession;
import dev.gantry.engine.runtime.TerminalSize;
import dev.gantry.platform.errors.GantryException;
import dev.gantry.platform.lifecycle.OwnedThread;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/// Runs short commands in containers for the node agent itself.
final class ContainerCommands {
  private static final int MOST_OUTPUT = 10 << 10;

  private final Engine engine;

  ContainerCommands(Engine engine) {
    this.engine = engine;
  }

  /// How a command ended.
  record Result(int exitCode, boolean timedOut, String output) {}

  static Execs.Request request(List<String> command, boolean terminal, boolean stdin) {
    return new Execs.Request(
        command, List.of(), "", "", terminal, false, stdin, true, true, "", 0, 0);
  }

  Result run(String container, List<String> command, Duration timeout) throws InterruptedException {
    try {
      String id = engine.execs().create(container, request(command, false, false));
      return switch (engine.execs().start(id, false, TerminalSize.UNSET)) {
        case Execs.Started.Failed(var message) ->
            new Result(engine.execs().inspect(id).exitCode().orElse(126), false, message);
        case Execs.Started.Running(var session) -> await(session, timeout);
      };
    } catch (GantryException e) {
      return new Result(126, false, String.valueOf(e.getMessage()));
    }
  }

  private static Result await(ExecSession session, Duration timeout) throws InterruptedException {
    var output = new ByteArrayOutputStream();
    try (session;
        var reader = OwnedThread.virtual("exec output", () -> read(session, output))) {
      boolean ended = reader.join(timeout);
      if (!ended) {
        // Its output has not ended, so it runs; who forks into the background is killed as well.
        ProcessHandle.of(session.pid()).ifPresent(ProcessHandle::destroyForcibly);
        return new Result(137, true, text(output));
      }
      return new Result(session.awaitExit(), false, text(output));
    }
  }

  private static void read(ExecSession session, ByteArrayOutputStream output)
      throws InterruptedException {
    for (var chunk = session.read(); chunk.isPresent(); chunk = session.read()) {
      synchronized (output) {
        byte[] bytes = chunk.get().bytes();
        output.write(bytes, 0, Math.clamp(MOST_OUTPUT - output.size(), 0, bytes.length));
      }
    }
  }

  private static String text(ByteArrayOutputStream output) {
    synchronized (output) {
      return output.toString(StandardCharsets.UTF_8);
    }
  }
}
