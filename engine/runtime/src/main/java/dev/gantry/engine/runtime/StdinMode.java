package dev.gantry.engine.runtime;

/// What the first process reads from.
public enum StdinMode {
  /// `/dev/null`.
  NONE,
  /// A pipe (or the terminal) that stays open whatever its attached clients do, and when the
  /// daemon dies.
  OPEN,
  /// A pipe that ends when an attached client closes its input, or when the daemon dies:
  /// docker's StdinOnce.
  ONCE
}
