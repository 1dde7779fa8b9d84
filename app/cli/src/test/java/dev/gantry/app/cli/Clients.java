package dev.gantry.app.cli;

import dev.gantry.app.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The two clients that are to say the same: docker as a process, gantry in this one.
final class Clients {
  private final String host;
  private final Path config;

  Clients(String host, Path config) {
    this.host = host;
    this.config = config;
  }

  /// What a command said and how it ended.
  record Outcome(int status, String out, String err) {
    /// The same with our name in place of docker's and without what differs from run to run.
    Outcome comparable() {
      return new Outcome(status, comparable(out), comparable(err));
    }

    private static String comparable(String text) {
      return text.replace("gantry", "docker")
          .replace("Gantry", "Docker")
          .replaceAll("(About a|Less than a|[0-9]+) (second|minute)s?( ago)?", "AGE")
          .replaceAll(" +PORTS", " PORTS")
          .replaceAll("(AGE|[0-9]\\)) +", "$1 ");
    }
  }

  Outcome docker(byte[] input, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(arguments);
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().putAll(environment());
      Process process = builder.start();
      Thread writer =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try (OutputStream out = process.getOutputStream()) {
                      out.write(input);
                    } catch (IOException _) {
                      // It did not want all of it.
                    }
                  });
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      Thread errors =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      process.getErrorStream().transferTo(err);
                    } catch (IOException _) {
                      // Ended.
                    }
                  });
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      errors.join();
      writer.join();
      return new Outcome(process.waitFor(), out, err.toString(StandardCharsets.UTF_8));
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  Outcome docker(String... arguments) {
    return docker(new byte[0], List.of(arguments));
  }

  Outcome gantry(byte[] input, List<String> arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream outStream = new PrintStream(out, false, StandardCharsets.UTF_8);
    PrintStream errStream = new PrintStream(err, false, StandardCharsets.UTF_8);
    int status =
        new Gantry(
                arguments,
                environment(),
                new ByteArrayInputStream(input),
                outStream,
                errStream,
                new NoTerminal())
            .run();
    outStream.flush();
    errStream.flush();
    return new Outcome(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  Outcome gantry(String... arguments) {
    return gantry(new byte[0], List.of(arguments));
  }

  private Map<String, String> environment() {
    return Map.of(
        "DOCKER_HOST",
        host,
        "DOCKER_CONFIG",
        config.toString(),
        "FROM_OUTSIDE",
        "yes",
        "HOME",
        "/");
  }

  /// For input and output that are no terminal.
  static final class NoTerminal implements Terminal {
    @Override
    public boolean isTerminal(int descriptor) {
      return false;
    }

    @Override
    public Optional<Size> size(int descriptor) {
      return Optional.empty();
    }

    @Override
    public Raw rawMode(int descriptor) {
      throw new IllegalStateException("there is no terminal");
    }
  }
}
