package dev.gantry.app.daemon;

import dev.gantry.engine.network.InterfaceAddress;
import dev.gantry.engine.network.NetworkConfig;
import dev.gantry.engine.network.PoolTemplate;
import dev.gantry.engine.network.Subnet;
import dev.gantry.platform.errors.InvalidArgumentException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// Reads the daemon's options about networks.
final class Networking {
  private Networking() {}

  static NetworkConfig config(DaemonConfig config) {
    List<PoolTemplate> pools = config.addressPools().stream().map(Networking::pool).toList();
    return new NetworkConfig(
        config.bridge(),
        config.bip().map(InterfaceAddress::parse),
        pools.isEmpty() ? PoolTemplate.DOCKER_DEFAULTS : pools,
        config.execRoot().resolve("netns"),
        config.mtu().map(OptionalInt::of).orElse(OptionalInt.empty()));
  }

  /// Reads `base=10.10.0.0/16,size=24`.
  private static PoolTemplate pool(String text) {
    Map<String, String> parts = new HashMap<>();
    for (String part : text.split(",", -1)) {
      String[] pair = part.split("=", 2);
      if (pair.length == 2) {
        parts.put(pair[0].trim(), pair[1].trim());
      }
    }
    String base = parts.get("base");
    String size = parts.get("size");
    if (base == null || size == null || !size.matches("\\d{1,2}")) {
      throw new InvalidArgumentException("invalid default address pool: " + text);
    }
    return new PoolTemplate(Subnet.parse(base), Integer.parseInt(size));
  }
}
