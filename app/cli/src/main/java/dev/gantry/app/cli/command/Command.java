package dev.gantry.app.cli.command;

import dev.gantry.app.cli.grammar.Spec;
import java.io.IOException;

/// One verb of the command line, such as `ps`.
///
/// A verb is created only when its name was typed, so that `gantry ps` loads the classes of
/// `ps` and of nothing else.
public interface Command {
  /// What the verb is called with, and the text of its help.
  Spec spec();

  /// Does the work and returns the exit status.
  ///
  /// Failures are thrown: [ExitException] carries its own status, everything else ends with 1.
  int run(Call call) throws IOException, InterruptedException;
}
