package dev.gantry.engine.network;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.zip.CRC32;

/// Names of the host's ends of containers' interfaces: `veth`, four characters that belong to
/// this engine, seven digits of the endpoint's id. The common prefix lets the packet filter,
/// and the search for leftovers, recognise them; two engines on one host have different ones.
///
/// @param prefix what all of this engine's interfaces begin with
record InterfaceNames(String prefix) {
  private static final int TAG_VALUES = 36 * 36 * 36 * 36;
  private static final int MAX_LENGTH = 15;

  static InterfaceNames of(String bridge) {
    var hash = new CRC32();
    hash.update(bridge.getBytes(StandardCharsets.UTF_8));
    var tag = Long.toString(hash.getValue() % TAG_VALUES, 36);
    return new InterfaceNames("veth" + "0".repeat(4 - tag.length()) + tag);
  }

  String hostInterface(EndpointId endpoint) {
    return prefix + endpoint.value().substring(0, MAX_LENGTH - prefix.length());
  }

  /// Whether one of the endpoints has this interface.
  boolean isHostInterfaceOf(String name, Collection<Endpoint> endpoints) {
    return name.startsWith(prefix)
        && endpoints.stream().anyMatch(endpoint -> hostInterface(endpoint.id()).equals(name));
  }
}
