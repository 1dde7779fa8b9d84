package dev.gantry.engine.network;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// A range that is cut into subnets of one size (`--default-address-pool base=…,size=…`).
public record PoolTemplate(Subnet base, int prefixLength) {
  /// The ranges that docker uses, in its order.
  public static final List<PoolTemplate> DOCKER_DEFAULTS =
      List.of(
          new PoolTemplate(Subnet.parse("172.17.0.0/16"), 16),
          new PoolTemplate(Subnet.parse("172.18.0.0/16"), 16),
          new PoolTemplate(Subnet.parse("172.19.0.0/16"), 16),
          new PoolTemplate(Subnet.parse("172.20.0.0/14"), 16),
          new PoolTemplate(Subnet.parse("172.24.0.0/14"), 16),
          new PoolTemplate(Subnet.parse("172.28.0.0/14"), 16),
          new PoolTemplate(Subnet.parse("192.168.0.0/16"), 20));

  public PoolTemplate {
    if (prefixLength < base.prefixLength() || prefixLength > 30) {
      throw new IllegalArgumentException(
          "subnets of length " + prefixLength + " cannot be cut from " + base);
    }
  }

  /// Reads the value of `--default-address-pool`: `base=10.10.0.0/16,size=24`.
  public static PoolTemplate parse(String text) {
    Map<String, String> fields = new HashMap<>();
    for (String field : text.split(",", -1)) {
      int equals = field.indexOf('=');
      fields.put(field.substring(0, Math.max(0, equals)).strip(), field.substring(equals + 1));
    }
    if (!fields.keySet().equals(Set.of("base", "size"))) {
      throw new InvalidArgumentException("invalid address pool, not base=…,size=…: " + text);
    }
    var base = Subnet.parse(fields.getOrDefault("base", ""));
    try {
      return new PoolTemplate(base, Integer.parseInt(fields.getOrDefault("size", "")));
    } catch (IllegalArgumentException e) {
      throw new InvalidArgumentException("invalid address pool " + text + ": " + e.getMessage(), e);
    }
  }

  /// Its subnets in ascending order, made as they are asked for.
  Stream<Subnet> subnets() {
    long step = 1L << (32 - prefixLength);
    return LongStream.range(0, 1L << (prefixLength - base.prefixLength()))
        .mapToObj(index -> new Subnet(base.at(index * step), prefixLength));
  }
}
