package dev.gantry.app.daemon;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Looks whether the state on disk and in the kernel is sound, and says what is not.
final class SystemCheck {
  private static final String UNIX = "unix://";

  private SystemCheck() {}

  /// Asks the daemon that runs, or without one opens everything as a daemon would, and prints a
  /// line for each problem.
  ///
  /// @return 0 when all is well, 1 when not
  static int run(DaemonConfig config, PrintStream out) throws InterruptedException {
    var answered = askDaemon(config);
    var problems = answered.isPresent() ? answered.get() : open(config);
    problems.forEach(out::println);
    out.println(problems.isEmpty() ? "all is well" : problems.size() + " problems found");
    return problems.isEmpty() ? 0 : 1;
  }

  private static Optional<List<String>> askDaemon(DaemonConfig config) {
    return config.hosts().stream()
        .filter(host -> host.startsWith(UNIX))
        .flatMap(host -> CheckEndpoint.ask(Path.of(host.substring(UNIX.length()))).stream())
        .findFirst();
  }

  private static List<String> open(DaemonConfig config) throws InterruptedException {
    Logging.configure("warn");
    try (var daemon = Daemon.open(config.withoutHosts())) {
      return daemon.check();
    }
  }
}
