package dev.gantry.engine.runtime;

import java.nio.file.Path;

/// Where one of a task's namespaces comes from.
public sealed interface NamespaceMode {
  /// A new one.
  record Private() implements NamespaceMode {}

  /// The daemon's own.
  record Host() implements NamespaceMode {}

  /// One that exists: `/proc/PID/ns/ipc`, or a file it is pinned to.
  record Joined(Path path) implements NamespaceMode {}

  NamespaceMode PRIVATE = new Private();
  NamespaceMode HOST = new Host();
}
