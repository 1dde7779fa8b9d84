package dev.gantry.app.cli.container;

import dev.gantry.app.cli.client.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The ports of a container in one line: `0.0.0.0:8080->80/tcp, 443/tcp`.
///
/// Neighbouring ports of the same kind become a range; a port published under another number
/// stands alone, behind the rest.
final class PortsColumn {
  private record Range(long first, long last) {
    String text(String host, String protocol) {
      String ports = first == last ? String.valueOf(first) : first + "-" + last;
      return (host.isEmpty() ? ports : join(host, ports) + "->" + ports) + "/" + protocol;
    }
  }

  private record Kind(String host, String protocol) {}

  private PortsColumn() {}

  static String of(List<JsonObject> ports) {
    List<JsonObject> sorted = new ArrayList<>(ports);
    sorted.sort(
        Comparator.comparingLong((JsonObject port) -> port.integer("PrivatePort"))
            .thenComparing(port -> port.string("IP"))
            .thenComparingLong(port -> port.integer("PublicPort"))
            .thenComparing(port -> port.string("Type")));
    Map<Kind, Range> open = new LinkedHashMap<>();
    List<String> parts = new ArrayList<>();
    List<String> renumbered = new ArrayList<>();
    for (JsonObject port : sorted) {
      long inside = port.integer("PrivatePort");
      long outside = port.integer("PublicPort");
      String host = port.string("IP");
      String protocol = port.string("Type");
      if (!host.isEmpty() && inside != outside) {
        renumbered.add(join(host, String.valueOf(outside)) + "->" + inside + "/" + protocol);
        continue;
      }
      Kind kind = new Kind(host, protocol);
      Range range = open.get(kind);
      if (range != null && inside == range.last() + 1) {
        open.put(kind, new Range(range.first(), inside));
        continue;
      }
      if (range != null) {
        parts.add(range.text(host, protocol));
      }
      open.put(kind, new Range(inside, inside));
    }
    open.forEach((kind, range) -> parts.add(range.text(kind.host(), kind.protocol())));
    parts.addAll(renumbered);
    return String.join(", ", parts);
  }

  static String join(String host, String port) {
    return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
  }
}
