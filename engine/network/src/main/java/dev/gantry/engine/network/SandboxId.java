package dev.gantry.engine.network;

import java.util.regex.Pattern;

/// Names a network namespace that the engine keeps: for a container its id, for a pod the
/// pod's.
public record SandboxId(String value) {
  private static final Pattern SYNTAX = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}");

  public SandboxId {
    // The value becomes a file name.
    if (!SYNTAX.matcher(value).matches()) {
      throw new IllegalArgumentException("not a sandbox id: " + value);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
