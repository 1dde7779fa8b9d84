package dev.gantry.app.cli.container;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.EngineException;
import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.grammar.Arity;
import dev.gantry.app.cli.grammar.ExitException;
import dev.gantry.app.cli.grammar.FlagType;
import dev.gantry.app.cli.grammar.Spec;
import dev.gantry.app.cli.terminal.ResizeMonitor;
import dev.gantry.app.cli.terminal.Session;
import dev.gantry.app.cli.terminal.SignalProxy;
import dev.gantry.app.cli.terminal.Terminal;
import dev.gantry.platform.errors.GantryException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// `gantry run`: create, attach, wait, start, in this order.
///
/// Attaching comes before starting so that no output is lost, and so does waiting so that the
/// status of a container that ends at once and is removed still arrives.
public final class Run implements Command {
  private static final int ENGINE_FAILED = 125;
  private static final int NOT_EXECUTABLE = 126;
  private static final int NOT_FOUND = 127;

  @Override
  public Spec spec() {
    Spec spec =
        Spec.of(
                "[OPTIONS] IMAGE [COMMAND] [ARG...]",
                "Create and run a new container from an image")
            .aliases("container run", "run")
            .args(Arity.atLeast(1))
            .bool('d', "detach", "Run container in background and print container ID")
            .string("detach-keys", Attachment.DETACH_KEYS)
            .bool('q', "quiet", "Suppress the pull output")
            .flag(
                '\0', "sig-proxy", FlagType.BOOL, "true", "Proxy received signals to the process");
    return ContainerFlags.declare(spec);
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    JsonObject body = Creation.body(call);
    boolean detach = call.flags().bool("detach");
    if (detach) {
      if (call.flags().has("attach")) {
        throw ExitException.failure(
            "conflicting options: cannot specify both --attach and --detach");
      }
      body.with("AttachStdin", false).with("AttachStdout", false).with("AttachStderr", false);
      body.with("StdinOnce", false);
    } else {
      Attachment.checkInput(call, body.bool("AttachStdin"), body.bool("Tty"));
      call.cli()
          .terminal()
          .size(Terminal.STDOUT)
          .filter(_ -> body.bool("Tty"))
          .ifPresent(
              size ->
                  body.object("HostConfig")
                      .with("ConsoleSize", List.of(size.rows(), size.columns())));
    }
    String id;
    try {
      id = new Creation(call, body).create();
    } catch (EngineException | GantryException | IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      throw call.failure(startStatus(message), message);
    }
    boolean proxy = call.flags().bool("sig-proxy");
    try (SignalProxy _ = proxy ? SignalProxy.open(call.engine(), id) : SignalProxy.none()) {
      return detach ? startDetached(call, id) : startAttached(call, id, body);
    }
  }

  private static int startDetached(Call call, String id) throws IOException {
    call.out().println(id);
    start(call, id, Optional.empty());
    return 0;
  }

  private static int startAttached(Call call, String id, JsonObject body)
      throws IOException, InterruptedException {
    boolean output = body.bool("AttachStdout") || body.bool("AttachStderr");
    Attachment attachment =
        new Attachment(
            id,
            body.bool("Tty"),
            body.bool("AttachStdin"),
            body.bool("AttachStdout"),
            body.bool("AttachStderr"),
            call.flags().string("detach-keys"));
    if (!output) {
      call.out().println(id);
      call.out().flush();
    }
    boolean remove = call.flags().bool("rm");
    try (Session.Running session = attachment.open(call)) {
      ExitWait wait = ExitWait.begin(call.engine(), id, ExitWait.condition(remove));
      start(call, id, remove ? Optional.of(wait) : Optional.empty());
      try (ResizeMonitor _ = attachment.followSize(call)) {
        if (session.await() == Session.End.DETACHED || !output) {
          return 0;
        }
      }
      return wait.status();
    }
  }

  /// @param removal what to wait for when the container cannot be started: its removal by the
  ///     engine, after which its name is free again
  private static void start(Call call, String id, Optional<ExitWait> removal) throws IOException {
    try {
      call.engine().post(ApiPath.of("/containers/").id(id, "/start")).close();
    } catch (EngineException e) {
      if (removal.isPresent()) {
        removal.get().status();
      }
      String message = String.valueOf(e.getMessage());
      throw call.failure(startStatus(message), message);
    }
  }

  /// docker tells from the engine's words whether the command was missing or not executable.
  static int startStatus(String message) {
    if (message.contains("executable file not found")
        || message.contains("no such file or directory")
        || message.contains("system cannot find the file specified")) {
      return NOT_FOUND;
    }
    return message.contains("permission denied") || message.contains("is a directory")
        ? NOT_EXECUTABLE
        : ENGINE_FAILED;
  }
}
