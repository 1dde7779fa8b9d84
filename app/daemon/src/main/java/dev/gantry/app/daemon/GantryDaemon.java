package dev.gantry.app.daemon;

import dev.gantry.platform.errors.GantryException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// The program behind `gantry daemon` and `gantry system check`.
public final class GantryDaemon {
  private static final int USAGE_ERROR = 2;

  private GantryDaemon() {}

  /// `daemon FLAGS` runs until it is told to end and says READY on standard output when every
  /// endpoint answers. `check FLAGS` looks whether the state on disk and in the kernel is sound,
  /// while no daemon runs.
  public static void main(String[] arguments) {
    int status;
    try {
      List<String> flags =
          Arrays.asList(arguments).subList(Math.min(1, arguments.length), arguments.length);
      status =
          switch (arguments.length == 0 ? "" : arguments[0]) {
            case "daemon" ->
                asksForHelp(flags)
                    ? help(System.out)
                    : serve(DaemonOptions.parse(flags), System.out);
            case "check" -> SystemCheck.run(DaemonOptions.parse(flags), System.out);
            default -> {
              System.err.println("usage: gantry daemon [FLAGS]");
              yield USAGE_ERROR;
            }
          };
    } catch (GantryException e) {
      System.err.println("gantry: " + e.getMessage());
      status = 1;
    } catch (InterruptedException e) {
      status = 1;
    }
    System.exit(status);
  }

  private static boolean asksForHelp(List<String> flags) {
    return flags.contains("--help") || flags.contains("-h");
  }

  private static int help(PrintStream out) {
    out.print(DaemonHelp.TEXT);
    return 0;
  }

  private static int serve(DaemonConfig config, PrintStream out) throws InterruptedException {
    Logging.configure(config.logLevel());
    var asked = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .unstarted(
                    () -> {
                      asked.countDown();
                      awaitQuietly(ended);
                    }));
    try (var daemon = Daemon.open(config)) {
      out.println("READY");
      out.flush();
      asked.await();
      daemon.announceEnd();
    } finally {
      ended.countDown();
    }
    return 0;
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
