package dev.gantry.engine.dockerapi;

/// The `HostConfig` of a client that sent none.
final class EmptyHostConfig {
  static final HostConfigJson INSTANCE = WireJson.mapper().readValue("{}", HostConfigJson.class);

  private EmptyHostConfig() {}
}
