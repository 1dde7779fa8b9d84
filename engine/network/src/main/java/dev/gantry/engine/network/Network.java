package dev.gantry.engine.network;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A network that containers can be connected to. The predefined ones are called `bridge`,
/// `host` and `none`; only bridges have address pools.
public record Network(
    NetworkId id,
    String name,
    NetworkDriver driver,
    Instant created,
    List<AddressPool> pools,
    boolean internal,
    Map<String, String> options,
    Map<String, String> labels) {

  public Network {
    pools = List.copyOf(pools);
    options = Map.copyOf(options);
    labels = Map.copyOf(labels);
    if (driver == NetworkDriver.BRIDGE && pools.isEmpty()) {
      throw new IllegalArgumentException("bridge network " + name + " has no address pool");
    }
  }

  /// What the host sees: the interface of a bridge network.
  public Optional<String> bridge() {
    return Optional.ofNullable(options.get(BRIDGE_NAME_OPTION));
  }

  /// The option that names the bridge interface, in docker's spelling.
  public static final String BRIDGE_NAME_OPTION = "com.docker.network.bridge.name";
}
