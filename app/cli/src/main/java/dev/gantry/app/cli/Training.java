package dev.gantry.app.cli;

import dev.gantry.app.cli.terminal.LinuxTerminal;
import dev.gantry.platform.linux.PseudoTerminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Runs the everyday commands once against an engine that only pretends, so that the JVM can
/// note which classes they need (`-XX:AOTCacheOutput`). The build calls this; users never do.
final class Training {
  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("--version"),
          List.of("--help"),
          List.of("run", "--help"),
          List.of("no-such-command"),
          List.of("ps", "--no-such-flag"),
          List.of("version"),
          List.of("info"),
          List.of("ps", "-a"),
          List.of("ps", "-aq"),
          List.of("ps", "--format", "table {{.ID}}\t{{.Names}}\t{{json .Labels}}"),
          List.of("images"),
          List.of("images", "-q", "--filter", "dangling=true"),
          List.of("inspect", "web"),
          List.of("inspect", "-f", "{{.Id}} {{range .Mounts}}{{.Source}}{{end}}", "web"),
          List.of("run", "--rm", "-i", "-e", "A=b", "-p", "8080:80", "-v", "/a:/b", "x", "true"),
          List.of("run", "-d", "--name", "web", "x"),
          List.of("exec", "-i", "web", "true"),
          List.of("logs", "--tail", "1", "web"),
          List.of("start", "web"),
          List.of("stop", "web"),
          List.of("rm", "-f", "web", "db"),
          List.of("rmi", "x"),
          List.of("pull", "x"),
          List.of("network", "ls"),
          List.of("volume", "ls"));

  private Training() {}

  public static void main(String[] args) throws IOException {
    Path directory = Files.createTempDirectory("gantry-training");
    Path socket = directory.resolve("engine.sock");
    try (PretendedEngine _ = PretendedEngine.open(socket, _ -> {})) {
      Map<String, String> environment =
          Map.of("GANTRY_HOST", "unix://" + socket, "DOCKER_CONFIG", directory.toString());
      for (List<String> command : COMMANDS) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        InputStream nothing = InputStream.nullInputStream();
        new Gantry(command, environment, nothing, nowhere, nowhere, new LinuxTerminal()).run();
      }
      terminal();
    } finally {
      Files.deleteIfExists(socket);
      Files.delete(directory);
    }
    Runtime.getRuntime().exit(0);
  }

  /// The way to the kernel that `-it` takes.
  private static void terminal() throws IOException {
    try (PseudoTerminal pty = PseudoTerminal.open()) {
      pty.terminal().size();
      pty.terminal().enterRawMode().close();
    }
  }
}
