package dev.gantry.engine.network;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// What an operator can choose about networks.
///
/// @param bridge interface of the default network, and the name of our nftables tables, so two
///     daemons need different ones
/// @param bridgeAddress the host's address on it (`--bip`), or the first free default pool
/// @param defaultPools where subnets are taken from
/// @param sandboxDirectory where network namespaces are pinned; on a file system that a reboot
///     clears
/// @param mtu of bridges and containers, or that of the interface of the host's default route
public record NetworkConfig(
    String bridge,
    Optional<InterfaceAddress> bridgeAddress,
    List<PoolTemplate> defaultPools,
    Path sandboxDirectory,
    OptionalInt mtu) {

  private static final Pattern INTERFACE_NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9_.-]{0,14}");

  public NetworkConfig {
    if (!INTERFACE_NAME.matcher(bridge).matches()) {
      throw new InvalidArgumentException("invalid name of a bridge: " + bridge);
    }
    defaultPools = List.copyOf(defaultPools);
  }

  /// The defaults, with namespaces pinned below the daemon's exec root.
  public static NetworkConfig defaults(Path execRoot) {
    return new NetworkConfig(
        "gantry0",
        Optional.empty(),
        PoolTemplate.DOCKER_DEFAULTS,
        execRoot.resolve("netns"),
        OptionalInt.empty());
  }

  /// The name of our nftables tables. Begins like ours do, so it is none of nft's own words.
  String rulesTable() {
    return bridge.startsWith("gantry") ? bridge : "gantry_" + bridge;
  }
}
