package dev.gantry.app.daemon;

import java.io.PrintStream;
import java.util.List;

/// Looks whether the state on disk and in the kernel is sound, and says what is not.
final class SystemCheck {
  private SystemCheck() {}

  /// Opens everything as a daemon would, without serving, and prints one line a problem.
  ///
  /// @return 0 when all is well, 1 when not
  static int run(DaemonConfig config, PrintStream out) throws InterruptedException {
    Logging.configure("warn");
    try (var daemon = Daemon.open(config.withoutHosts())) {
      List<String> problems = daemon.check();
      problems.forEach(out::println);
      out.println(problems.isEmpty() ? "all is well" : problems.size() + " problems found");
      return problems.isEmpty() ? 0 : 1;
    }
  }
}
