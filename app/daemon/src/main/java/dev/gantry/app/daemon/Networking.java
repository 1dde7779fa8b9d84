package dev.gantry.app.daemon;

import dev.gantry.engine.network.InterfaceAddress;
import dev.gantry.engine.network.NetworkConfig;
import dev.gantry.engine.network.PoolTemplate;
import java.util.List;
import java.util.OptionalInt;

/// Reads the daemon's options about networks.
final class Networking {
  private Networking() {}

  static NetworkConfig config(DaemonConfig config) {
    List<PoolTemplate> pools = config.addressPools().stream().map(PoolTemplate::parse).toList();
    return new NetworkConfig(
        config.bridge(),
        config.bip().map(InterfaceAddress::parse),
        pools.isEmpty() ? PoolTemplate.DOCKER_DEFAULTS : pools,
        config.execRoot().resolve("netns"),
        config.mtu().map(OptionalInt::of).orElse(OptionalInt.empty()));
  }
}
