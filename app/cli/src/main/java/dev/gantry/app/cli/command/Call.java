package dev.gantry.app.cli.command;

import dev.gantry.app.cli.client.EngineClient;
import dev.gantry.app.cli.grammar.ExitException;
import dev.gantry.app.cli.grammar.Flags;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/// One invocation of a verb.
///
/// @param path the full name it was called by, such as `gantry container ls`
public record Call(Cli cli, String path, Flags flags, List<String> args) {
  public PrintStream out() {
    return cli.out();
  }

  public PrintStream err() {
    return cli.err();
  }

  public EngineClient engine() throws IOException {
    return cli.engine();
  }

  public String arg(int position) {
    return args.get(position);
  }

  /// A failure in the form docker gives those of `run` and `create`: with a hint to the help
  /// page.
  public ExitException failure(int status, String message) {
    return new ExitException(
        status,
        Cli.PROGRAM + ": " + message + "\n\nRun '" + path + " --help' for more information");
  }
}
