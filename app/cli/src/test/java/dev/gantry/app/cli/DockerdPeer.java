package dev.gantry.app.cli;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A dockerd of its own for the tests of this module: private root and socket, no network.
final class DockerdPeer {
  private static final String CLEAN_UP =
      "grep -F \" $1/\" /proc/self/mountinfo | cut -d' ' -f5 | xargs -r umount -l; rm -rf \"$1\"";

  private final Process process;
  private final Path root;
  private final Thread drain;

  private DockerdPeer(Process process, Path root, Thread drain) {
    this.process = process;
    this.root = root;
    this.drain = drain;
  }

  /// Whether this machine has both docker's client and its engine, and we may start the latter.
  static boolean isPossible() {
    return System.getProperty("user.name").equals("root") && has("dockerd") && has("docker");
  }

  private static boolean has(String program) {
    return List.of(System.getenv("PATH").split(":", -1)).stream()
        .anyMatch(directory -> new File(directory, program).canExecute());
  }

  static DockerdPeer start(Path root) throws IOException {
    Path socket = root.resolve("docker.sock");
    Process process =
        new ProcessBuilder(
                "dockerd",
                "--host=unix://" + socket,
                "--data-root=" + root.resolve("data"),
                "--exec-root=" + root.resolve("exec"),
                "--pidfile=" + root.resolve("pid"),
                "--bridge=none",
                "--iptables=false",
                "--ip-forward=false",
                "--ip-masq=false")
            .redirectErrorStream(true)
            .start();
    BufferedReader log = process.inputReader();
    String line = log.readLine();
    while (line != null && !line.contains("API listen on")) {
      line = log.readLine();
    }
    if (line == null) {
      throw new IOException("dockerd did not start");
    }
    Thread drain = Thread.ofPlatform().daemon().start(() -> log.lines().forEach(_ -> {}));
    return new DockerdPeer(process, root, drain);
  }

  String host() {
    return "unix://" + root.resolve("docker.sock");
  }

  /// Ends it and removes all it has made.
  void stop() throws IOException, InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    drain.join();
    new ProcessBuilder("sh", "-c", CLEAN_UP, "sh", root.toString()).start().waitFor();
  }
}
