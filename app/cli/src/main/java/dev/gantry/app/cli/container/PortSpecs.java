package dev.gantry.app.cli.container;

import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.grammar.Csv;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// `-p` and `--expose`.
///
/// @param exposed the container's ports, `80/tcp`
/// @param bindings where on the host each of them is to be reached
record PortSpecs(Map<String, Object> exposed, Map<String, List<JsonObject>> bindings) {
  private static final int HIGHEST = 65535;

  private record Range(int first, int last) {
    int size() {
      return last - first;
    }
  }

  static PortSpecs of(List<String> publish, List<String> expose) {
    PortSpecs specs = new PortSpecs(new TreeMap<>(), new LinkedHashMap<>());
    for (String spec : publish) {
      specs.publish(spec.contains("=") ? longForm(spec) : spec);
    }
    for (String spec : expose) {
      specs.expose(spec);
    }
    return specs;
  }

  /// `[ip:][hostPort]:containerPort[/protocol]`, each port perhaps a range.
  private void publish(String spec) {
    int slash = spec.lastIndexOf('/');
    String protocol = slash < 0 ? "tcp" : spec.substring(slash + 1).toLowerCase(Locale.ROOT);
    String addresses = slash < 0 ? spec : spec.substring(0, slash);
    int inner = addresses.lastIndexOf(':');
    int outer = inner < 0 ? -1 : addresses.lastIndexOf(':', inner - 1);
    String containerPort = addresses.substring(inner + 1);
    String hostPort = inner < 0 ? "" : addresses.substring(outer + 1, inner);
    String ip = address(outer < 0 ? "" : addresses.substring(0, outer));
    if (containerPort.isEmpty()) {
      throw new IllegalArgumentException("no port specified: " + spec + "<empty>");
    }
    Range inside = range(containerPort, "invalid containerPort: ");
    Range outside = hostPort.isEmpty() ? new Range(0, 0) : range(hostPort, "invalid hostPort: ");
    boolean pool = inside.size() == 0 && outside.size() != 0;
    if (!hostPort.isEmpty() && inside.size() != outside.size() && !pool) {
      throw new IllegalArgumentException(
          "invalid ranges specified for container and host Ports: "
              + containerPort
              + " and "
              + hostPort);
    }
    checkProtocol(protocol);
    for (int i = 0; i <= inside.size(); i++) {
      String chosen = hostPort.isEmpty() ? "" : String.valueOf(outside.first() + i);
      String host = pool ? outside.first() + "-" + outside.last() : chosen;
      String port = inside.first() + i + "/" + protocol;
      exposed.put(port, Map.of());
      bindings
          .computeIfAbsent(port, _ -> new ArrayList<>())
          .add(JsonObject.create().with("HostIp", ip).with("HostPort", host));
    }
  }

  private void expose(String spec) {
    if (spec.indexOf(':') >= 0) {
      throw new IllegalArgumentException("invalid port format for --expose: " + spec);
    }
    int slash = spec.indexOf('/');
    String protocol = slash < 0 ? "tcp" : spec.substring(slash + 1).toLowerCase(Locale.ROOT);
    String ports = slash < 0 ? spec : spec.substring(0, slash);
    Range range = exposedRange(ports);
    checkProtocol(protocol);
    for (int port = range.first(); port <= range.last(); port++) {
      exposed.put(port + "/" + protocol, Map.of());
    }
  }

  /// Here docker lets its number parser explain.
  private static Range exposedRange(String ports) {
    try {
      return range(ports, "");
    } catch (IllegalArgumentException _) {
      String reason =
          ports.isEmpty()
              ? "empty string specified for ports"
              : "strconv.ParseUint: parsing \"" + ports + "\": invalid syntax";
      throw new IllegalArgumentException(
          "invalid range format for --expose: " + ports + ", error: " + reason);
    }
  }

  private static String address(String text) {
    boolean bracketed = text.startsWith("[") && text.endsWith("]");
    String ip = bracketed ? text.substring(1, text.length() - 1) : text;
    try {
      if (!ip.isEmpty()) {
        InetAddress.ofLiteral(ip);
      }
    } catch (IllegalArgumentException _) {
      throw new IllegalArgumentException("invalid IP address: " + ip);
    }
    return ip;
  }

  private static Range range(String text, String complaint) {
    int dash = text.indexOf('-');
    String first = dash < 0 ? text : text.substring(0, dash);
    String last = dash < 0 ? text : text.substring(dash + 1);
    if (!isPort(first) || !isPort(last) || Integer.parseInt(last) < Integer.parseInt(first)) {
      throw new IllegalArgumentException(complaint + text);
    }
    return new Range(Integer.parseInt(first), Integer.parseInt(last));
  }

  private static boolean isPort(String text) {
    return text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= HIGHEST;
  }

  private static void checkProtocol(String protocol) {
    if (!List.of("tcp", "udp", "sctp").contains(protocol)) {
      throw new IllegalArgumentException("invalid proto: " + protocol);
    }
  }

  /// `target=80,published=8080,protocol=udp` as the short form.
  private static String longForm(String spec) {
    String target = "";
    String published = "";
    String protocol = "tcp";
    for (String field : Csv.split(spec)) {
      int equals = field.indexOf('=');
      if (equals <= 0) {
        throw new IllegalArgumentException(
            "invalid publish opts format (should be name=value but got '" + field + "')");
      }
      String value = field.substring(equals + 1);
      switch (field.substring(0, equals)) {
        case "target" -> target = value;
        case "published" -> published = value;
        case "protocol" -> protocol = value;
        case "mode" -> {}
        default ->
            throw new IllegalArgumentException("invalid field key " + field.substring(0, equals));
      }
    }
    if (target.isEmpty()) {
      throw new IllegalArgumentException("missing mandatory field 'target'");
    }
    return (published.isEmpty() ? "" : published + ":") + target + "/" + protocol;
  }
}
