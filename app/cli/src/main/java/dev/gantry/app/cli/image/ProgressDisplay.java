package dev.gantry.app.cli.image;

import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.format.Progress;
import dev.gantry.app.cli.terminal.Terminal;
import java.io.PrintStream;
import java.util.function.Consumer;

/// Progress on one of our streams, with bars when that is a terminal.
final class ProgressDisplay {
  private static final int UNKNOWN_WIDTH = 200;

  private ProgressDisplay() {}

  static Progress on(Call call, PrintStream out, int descriptor) {
    return on(call, out, descriptor, _ -> {});
  }

  static Progress on(Call call, PrintStream out, int descriptor, Consumer<JsonObject> aux) {
    Terminal terminal = call.cli().terminal();
    int width = terminal.size(descriptor).map(Terminal.Size::columns).orElse(UNKNOWN_WIDTH);
    return new Progress(out, terminal.isTerminal(descriptor), width, aux);
  }
}
