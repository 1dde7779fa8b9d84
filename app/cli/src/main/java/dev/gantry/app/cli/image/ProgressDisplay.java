package dev.gantry.app.cli.image;

import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.format.Progress;
import dev.gantry.app.cli.terminal.Terminal;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.function.Consumer;

/// Progress on one of our streams, with bars when that is a terminal.
final class ProgressDisplay {
  private static final int UNKNOWN_WIDTH = 200;

  private ProgressDisplay() {}

  /// Watches for failures only.
  static Progress none() {
    return new Progress(new PrintStream(OutputStream.nullOutputStream()), false, 0, _ -> {});
  }

  /// @param descriptor [Terminal#STDOUT] or [Terminal#STDERR]
  static Progress on(Call call, int descriptor, Consumer<JsonObject> aux) {
    Terminal terminal = call.cli().terminal();
    int width = terminal.size(descriptor).map(Terminal.Size::columns).orElse(UNKNOWN_WIDTH);
    PrintStream out = descriptor == Terminal.STDERR ? call.err() : call.out();
    return new Progress(out, terminal.isTerminal(descriptor), width, aux);
  }
}
