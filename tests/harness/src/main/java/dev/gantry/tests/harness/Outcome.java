package dev.gantry.tests.harness;

import java.util.List;

/// What a finished command left behind.
public record Outcome(List<String> command, int exitCode, String stdout, String stderr) {
  public Outcome {
    command = List.copyOf(command);
  }

  /// Standard output without surrounding white space: an id, a name, one value.
  public String text() {
    return stdout.strip();
  }

  public List<String> lines() {
    return stdout.lines().toList();
  }

  public boolean succeeded() {
    return exitCode == 0;
  }

  /// This outcome, or an error that shows everything the command said.
  public Outcome orThrow() {
    if (!succeeded()) {
      throw new AssertionError(toString());
    }
    return this;
  }

  @Override
  public String toString() {
    return "`%s` exited %d%nstdout: %s%nstderr: %s"
        .formatted(String.join(" ", command), exitCode, stdout, stderr);
  }
}
