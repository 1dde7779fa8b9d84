package dev.gantry.engine.network;

/// How the containers of a network reach others.
public enum NetworkDriver {
  /// Through a Linux bridge of their own, translated to the host's address outwards.
  BRIDGE("bridge"),
  /// They live in the host's own network namespace.
  HOST("host"),
  /// Not at all: loopback only.
  NONE("null");

  private final String wireName;

  NetworkDriver(String wireName) {
    this.wireName = wireName;
  }

  /// The name in docker's API.
  public String wireName() {
    return wireName;
  }
}
