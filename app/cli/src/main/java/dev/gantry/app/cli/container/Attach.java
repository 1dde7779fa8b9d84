package dev.gantry.app.cli.container;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.EngineClient;
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
import java.io.IOException;

/// `gantry attach`: joins the streams of a running container.
public final class Attach implements Command {
  @Override
  public Spec spec() {
    return Spec.of(
            "[OPTIONS] CONTAINER",
            "Attach local standard input, output, and error streams to a running container")
        .aliases("container attach", "attach")
        .args(Arity.exactly(1))
        .string("detach-keys", Attachment.DETACH_KEYS)
        .bool("no-stdin", "Do not attach STDIN")
        .flag(
            '\0', "sig-proxy", FlagType.BOOL, "true", "Proxy all received signals to the process");
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    String name = call.arg(0);
    // Waiting begins first: a container that ends while we attach still tells its status.
    ExitWait wait = ExitWait.begin(call.engine(), name, "");
    JsonObject container = inspect(call, name);
    boolean tty = container.object("Config").bool("Tty");
    boolean stdin = !call.flags().bool("no-stdin") && container.object("Config").bool("OpenStdin");
    Attachment.checkInput(call, stdin, tty);
    boolean proxy = call.flags().bool("sig-proxy") && !tty;
    Attachment attachment =
        new Attachment(name, tty, stdin, true, true, call.flags().string("detach-keys"));
    try (SignalProxy _ = proxy ? SignalProxy.open(call.engine(), name) : SignalProxy.none()) {
      try (Session.Running session = attachment.open(call)) {
        // It may have stopped since; then nothing more would ever arrive.
        inspect(call, name);
        redraw(call, name, tty);
        try (ResizeMonitor _ = attachment.followSize(call)) {
          if (session.await() == Session.End.DETACHED) {
            throw ExitException.failure("read escape sequence");
          }
        }
      }
      return wait.status();
    }
  }

  private static JsonObject inspect(Call call, String name) throws IOException {
    JsonObject container = call.engine().get(ApiPath.of("/containers/").id(name, "/json")).object();
    JsonObject state = container.object("State");
    if (!state.bool("Running")) {
      throw ExitException.failure("You cannot attach to a stopped container, start it first");
    }
    if (state.bool("Paused")) {
      throw ExitException.failure("You cannot attach to a paused container, unpause it first");
    }
    if (state.bool("Restarting")) {
      throw ExitException.failure(
          "You cannot attach to a restarting container, wait until it is running");
    }
    return container;
  }

  /// A change of size makes programs paint their screen again; the true size follows.
  private static void redraw(Call call, String name, boolean tty) throws IOException {
    EngineClient engine = call.engine();
    if (tty) {
      call.cli()
          .terminal()
          .size(Terminal.STDOUT)
          .ifPresent(
              size ->
                  ResizeMonitor.resize(
                      engine, "/containers/", name, size.rows() + 1, size.columns() + 1));
    }
  }
}
