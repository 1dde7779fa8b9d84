package dev.gantry.engine.runtime;

/// Reads the failure of a start the way docker's clients do: by its text.
public final class StartFailures {
  private StartFailures() {}

  /// The exit code a container gets whose start failed with this message: 127 when its program
  /// does not exist, 126 when it cannot be run, 128 otherwise.
  public static int exitCode(String message) {
    if (message.contains("permission denied") || message.contains("is a directory")) {
      return 126;
    }
    if (message.contains("executable file not found")
        || message.contains("no such file or directory")) {
      return 127;
    }
    return 128;
  }
}
