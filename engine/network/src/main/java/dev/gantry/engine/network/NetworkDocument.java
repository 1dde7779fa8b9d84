package dev.gantry.engine.network;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// A network as it is written to the store.
record NetworkDocument(
    String id,
    String name,
    NetworkDriver driver,
    Instant created,
    List<Pool> pools,
    boolean internal,
    Map<String, String> options,
    Map<String, String> labels) {

  record Pool(String subnet, String gateway, String range) {}

  static NetworkDocument of(Network network) {
    return new NetworkDocument(
        network.id().value(),
        network.name(),
        network.driver(),
        network.created(),
        network.pools().stream()
            .map(
                pool ->
                    new Pool(
                        pool.subnet().toString(),
                        pool.gateway().getHostAddress(),
                        pool.range().toString()))
            .toList(),
        network.internal(),
        network.options(),
        network.labels());
  }

  Network toNetwork() {
    return new Network(
        new NetworkId(id),
        name,
        driver,
        created,
        pools.stream()
            .map(
                pool ->
                    new AddressPool(
                        Subnet.parse(pool.subnet()),
                        IpLiteral.parseIpv4(pool.gateway()),
                        Subnet.parse(pool.range())))
            .toList(),
        internal,
        options,
        labels);
  }
}
