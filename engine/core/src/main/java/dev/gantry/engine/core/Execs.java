package dev.gantry.engine.core;

import dev.gantry.engine.runtime.ExecOutcome;
import dev.gantry.engine.runtime.ExecSession;
import dev.gantry.engine.runtime.ExecSpec;
import dev.gantry.engine.runtime.ProcessSpec;
import dev.gantry.engine.runtime.Task;
import dev.gantry.engine.runtime.TerminalSize;
import dev.gantry.platform.errors.ConflictException;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.errors.NotFoundException;
import dev.gantry.platform.errors.Subject;
import dev.gantry.platform.lifecycle.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Commands that clients run inside running containers. They are known only to this daemon, until
/// five minutes after they ended.
public final class Execs implements AutoCloseable {
  private static final Duration REMEMBERED = Duration.ofMinutes(5);

  private final Containers containers;
  private final ContainerRootfs rootfs;
  private final ContainerEvents events;
  private final Workers workers;
  private final Timers forgetting = new Timers("exec cleanup");
  private final Map<String, Exec> byId = new ConcurrentHashMap<>();

  Execs(Containers containers, ContainerRootfs rootfs, ContainerEvents events, Workers workers) {
    this.containers = containers;
    this.rootfs = rootfs;
    this.events = events;
    this.workers = workers;
  }

  /// What a client wants run.
  ///
  /// @param user empty for the container's
  /// @param workingDirectory empty for the container's
  public record Request(
      List<String> command,
      List<String> environment,
      String user,
      String workingDirectory,
      boolean terminal,
      boolean privileged,
      boolean attachStdin,
      boolean attachStdout,
      boolean attachStderr,
      String detachKeys,
      int consoleRows,
      int consoleColumns) {
    public Request {
      command = List.copyOf(command);
      environment = List.copyOf(environment);
    }
  }

  /// An exec as clients see it.
  ///
  /// @param pid 0 before it runs
  public record View(
      String id,
      ContainerId container,
      Request request,
      boolean running,
      OptionalInt exitCode,
      int pid) {}

  /// Defines a command to be started later.
  public String create(String reference, Request request) {
    if (request.command().isEmpty()) {
      throw new InvalidArgumentException("No exec command specified");
    }
    var container = containers.get(reference);
    requireRunning(container);
    // One that is never started has no end that would make it forgotten.
    byId.values().removeIf(old -> old.container.gone());
    var exec = new Exec(ContainerId.random().value(), container, request);
    byId.put(exec.id, exec);
    events.publish(
        container,
        "exec_create: " + String.join(" ", request.command()),
        Map.of("execID", exec.id));
    return exec.id;
  }

  /// What came of a start.
  public sealed interface Started {
    /// It runs.
    record Running(ExecSession session) implements Started {}

    /// The program could not be run; its exit code is set.
    record Failed(String message) implements Started {}
  }

  /// Checks what must be answered before a connection becomes a stream.
  ///
  /// @throws NotFoundException when there is no such exec
  /// @throws ConflictException when its container does not run
  public View prepare(String id) {
    var exec = get(id);
    requireRunning(exec.container);
    return exec.view();
  }

  /// Runs the command.
  ///
  /// @param detached nobody will read its output
  /// @throws ConflictException when it has been started before
  public Started start(String id, boolean detached, TerminalSize size) throws InterruptedException {
    var exec = get(id);
    var task = requireRunning(exec.container);
    exec.claim();
    events.publish(
        exec.container,
        "exec_start: " + String.join(" ", exec.request.command()),
        Map.of("execID", id));
    ExecOutcome outcome;
    try {
      outcome =
          task.exec(
              new ExecSpec(
                  process(exec.container, exec.request, size),
                  exec.request.attachStdin(),
                  detached));
    } catch (RuntimeException e) {
      ended(exec, 126);
      throw e;
    }
    return switch (outcome) {
      case ExecOutcome.Failed(int code, String message) -> {
        ended(exec, code);
        yield new Started.Failed(message);
      }
      case ExecOutcome.Started(var session) -> {
        exec.running(session);
        workers.run("exec " + id.substring(0, 12), () -> ended(exec, session.awaitExit()));
        yield new Started.Running(session);
      }
    };
  }

  private void ended(Exec exec, int code) {
    exec.ended(code);
    events.publish(
        exec.container, "exec_die", Map.of("execID", exec.id, "exitCode", String.valueOf(code)));
    forgetting.after(REMEMBERED, () -> byId.remove(exec.id));
  }

  public void resize(String id, TerminalSize size) {
    get(id)
        .session()
        .orElseThrow(() -> new ConflictException("exec process is not started: " + id))
        .resize(size);
  }

  public View inspect(String id) {
    return get(id).view();
  }

  /// To be called when a client leaves by its detach keys.
  public void detached(String id) {
    events.publish(get(id).container, "exec_detach", Map.of("execID", id));
  }

  /// The execs running in a container.
  List<String> runningIn(ContainerId container) {
    return byId.values().stream()
        .filter(exec -> exec.container.id().equals(container) && exec.view().running())
        .map(exec -> exec.id)
        .sorted()
        .toList();
  }

  private Exec get(String id) {
    var exec = byId.get(id);
    if (exec == null || exec.container.gone()) {
      throw new NotFoundException("No such exec instance: " + id, new Subject("exec", id));
    }
    return exec;
  }

  private static Task requireRunning(Container container) {
    return switch (container.state()) {
      case ContainerState.Running _ ->
          container
              .task()
              .orElseThrow(
                  () -> new ConflictException("container " + container.id() + " is not running"));
      case ContainerState.Paused _ ->
          throw new ConflictException(
              "Container " + container.id() + " is paused, unpause the container before exec");
      case ContainerState.Restarting _ ->
          throw new ConflictException(
              "Container "
                  + container.id()
                  + " is restarting, wait until the container is running");
      case ContainerState.Created _, ContainerState.Exited _, ContainerState.Dead _ ->
          throw new ConflictException("container " + container.id() + " is not running");
    };
  }

  private ProcessSpec process(Container container, Request request, TerminalSize size) {
    var record = container.record();
    var spec = record.spec();
    String user = request.user().isEmpty() ? spec.process().user() : request.user();
    var resolved = rootfs.identify(record, user);
    List<String> environment = new ArrayList<>(spec.process().environment());
    environment.addAll(request.environment());
    String directory =
        request.workingDirectory().isEmpty()
            ? spec.process().workingDirectory()
            : request.workingDirectory();
    Set<String> capabilities =
        request.privileged()
            ? dev.gantry.engine.runtime.Capabilities.grantable()
            : TaskSpecs.capabilities(spec.isolation());
    return new ProcessSpec(
        request.command(),
        TaskSpecs.environment(
            environment, spec.network().hostname(), request.terminal(), resolved.home()),
        directory.isEmpty() ? "/" : directory,
        resolved.ids(),
        request.terminal(),
        size,
        capabilities,
        SecurityOptions.parse(spec.isolation().securityOptions()).noNewPrivileges(),
        List.of(),
        OptionalInt.empty());
  }

  /// Forgets all; the processes go on.
  @Override
  public void close() {
    forgetting.close();
  }

  /// One command and what became of it.
  private static final class Exec {
    private final String id;
    private final Container container;
    private final Request request;
    private boolean started; // all guarded by this
    private Optional<ExecSession> session = Optional.empty();
    private OptionalInt exitCode = OptionalInt.empty();

    Exec(String id, Container container, Request request) {
      this.id = id;
      this.container = container;
      this.request = request;
    }

    synchronized void claim() {
      if (started) {
        throw new ConflictException("exec command " + id + " has already run");
      }
      started = true;
    }

    synchronized void running(ExecSession running) {
      session = Optional.of(running);
    }

    synchronized void ended(int code) {
      exitCode = OptionalInt.of(code);
    }

    synchronized Optional<ExecSession> session() {
      return session;
    }

    /// The session knows of an end first; a client that saw its streams end must see the code.
    synchronized View view() {
      var code = exitCode;
      if (code.isEmpty() && session.isPresent()) {
        code = session.get().exitCode();
      }
      int pid = session.map(ExecSession::pid).orElse(0);
      return new View(id, container.id(), request, started && code.isEmpty(), code, pid);
    }
  }
}
