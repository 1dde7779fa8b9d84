package dev.gantry.app.cli.container;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.Json;
import dev.gantry.app.cli.client.JsonNull;
import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.client.RawStream;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.grammar.Arity;
import dev.gantry.app.cli.grammar.ExitException;
import dev.gantry.app.cli.grammar.Flags;
import dev.gantry.app.cli.grammar.Spec;
import dev.gantry.app.cli.terminal.ResizeMonitor;
import dev.gantry.app.cli.terminal.Session;
import dev.gantry.app.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `gantry exec`: runs another process in a running container.
public final class Exec implements Command {
  @Override
  public Spec spec() {
    return Spec.of(
            "[OPTIONS] CONTAINER COMMAND [ARG...]", "Execute a command in a running container")
        .aliases("container exec", "exec")
        .args(Arity.atLeast(2))
        .stopAtFirstArgument()
        .bool('d', "detach", "Detached mode: run command in the background")
        .string("detach-keys", Attachment.DETACH_KEYS)
        .list('e', "env", "Set environment variables")
        .list("env-file", "Read in a file of environment variables")
        .bool('i', "interactive", "Keep STDIN open even if not attached")
        .bool("privileged", "Give extended privileges to the command")
        .bool('t', "tty", "Allocate a pseudo-TTY")
        .string('u', "user", "Username or UID (format: \"<name|uid>[:<group|gid>]\")")
        .string('w', "workdir", "Working directory inside the container");
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    Flags flags = call.flags();
    boolean detach = flags.bool("detach");
    boolean stdin = flags.bool("interactive") && !detach;
    boolean tty = flags.bool("tty");
    List<String> env =
        EnvFile.merge(flags.list("env-file"), flags.list("env"), call.cli().environment());
    String container = call.arg(0);
    // A missing container is a better message than an exec that fails.
    call.engine().get(ApiPath.of("/containers/").id(container, "/json")).close();
    if (!detach) {
      Attachment.checkInput(call, stdin, tty);
    }
    String keys = flags.string("detach-keys");
    String wireKeys = keys.isEmpty() ? call.cli().config().setting("detachKeys") : keys;
    JsonObject request =
        JsonObject.create()
            .with("User", flags.string("user"))
            .with("Privileged", flags.bool("privileged"))
            .with("Tty", tty)
            .with("AttachStdin", stdin)
            .with("AttachStderr", !detach)
            .with("AttachStdout", !detach)
            .with("DetachKeys", wireKeys)
            .with("Env", env.isEmpty() ? JsonNull.NULL : env)
            .with("WorkingDir", flags.string("workdir"))
            .with("Cmd", call.args().subList(1, call.args().size()));
    consoleSize(call, tty && !detach).ifPresent(size -> request.with("ConsoleSize", size));
    String id =
        call.engine()
            .post(ApiPath.of("/containers/").id(container, "/exec"), request)
            .object()
            .string("Id");
    if (id.isEmpty()) {
      throw ExitException.failure("exec ID empty");
    }
    return detach ? startDetached(call, id, tty) : converse(call, id, stdin, tty, wireKeys);
  }

  private static Optional<List<Integer>> consoleSize(Call call, boolean wanted) {
    return wanted
        ? call.cli()
            .terminal()
            .size(Terminal.STDOUT)
            .map(size -> List.of(size.rows(), size.columns()))
        : Optional.empty();
  }

  private static int startDetached(Call call, String id, boolean tty) throws IOException {
    JsonObject start = JsonObject.create().with("Detach", true).with("Tty", tty);
    call.engine().post(ApiPath.of("/exec/").id(id, "/start"), start).close();
    return 0;
  }

  private static int converse(Call call, String id, boolean stdin, boolean tty, String keys)
      throws IOException, InterruptedException {
    JsonObject start = JsonObject.create().with("Detach", false).with("Tty", tty);
    consoleSize(call, tty).ifPresent(size -> start.with("ConsoleSize", size));
    RawStream stream =
        call.engine()
            .upgrade(
                ApiPath.of("/exec/").id(id, "/start"),
                Map.of("Content-Type", "application/json"),
                Json.text(start).getBytes(StandardCharsets.UTF_8));
    Session session = Attachment.session(call, stream, tty, keys);
    try (Session.Running running =
        session.start(
            stdin ? Optional.of(call.cli().in()) : Optional.empty(),
            Optional.of(call.out()),
            Optional.of(tty ? call.out() : call.err()))) {
      Terminal terminal = call.cli().terminal();
      boolean follows = tty && terminal.isTerminal(Terminal.STDIN);
      try (ResizeMonitor _ =
          follows
              ? ResizeMonitor.open(call.engine(), terminal, "/exec/", id)
              : ResizeMonitor.none()) {
        if (running.await() == Session.End.DETACHED) {
          throw ExitException.failure("read escape sequence");
        }
      }
    }
    return (int)
        call.engine().get(ApiPath.of("/exec/").id(id, "/json")).object().integer("ExitCode");
  }
}
