package dev.gantry.app.cli.container;

import dev.gantry.app.cli.client.JsonNull;
import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.grammar.Csv;
import dev.gantry.app.cli.grammar.Flags;
import dev.gantry.app.cli.grammar.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `--network` and the flags that go with it.
///
/// The first network also is the container's mode; the plain flags (`--ip`, `--network-alias`,
/// …) belong to it.
final class NetworkSpecs {
  private final Map<String, JsonObject> endpoints = new LinkedHashMap<>();

  private NetworkSpecs() {}

  static NetworkSpecs of(Flags flags) {
    NetworkSpecs specs = new NetworkSpecs();
    List<String> networks = new ArrayList<>(flags.list("network"));
    networks.addAll(flags.list("net"));
    if (networks.isEmpty()) {
      networks.add("default");
    }
    networks.forEach(specs::add);
    specs.plainFlags(flags);
    return specs;
  }

  String mode() {
    return endpoints.keySet().iterator().next();
  }

  JsonObject networkingConfig() {
    return JsonObject.create()
        .with("EndpointsConfig", new JsonObject(new LinkedHashMap<>(endpoints)));
  }

  private void add(String spec) {
    JsonObject endpoint = emptyEndpoint();
    String name = spec.indexOf('=') < 0 ? spec : details(spec, endpoint);
    if (name.isEmpty()) {
      throw new IllegalArgumentException("network name/id is not specified");
    }
    if (endpoints.put(name, endpoint) != null) {
      throw new IllegalArgumentException("network \"" + name + "\" is specified multiple times");
    }
  }

  static void check(String spec) {
    new NetworkSpecs().add(spec);
  }

  private static JsonObject emptyEndpoint() {
    return JsonObject.create()
        .with("IPAMConfig", JsonNull.NULL)
        .with("Links", JsonNull.NULL)
        .with("Aliases", JsonNull.NULL)
        .with("DriverOpts", JsonNull.NULL)
        .with("MacAddress", "");
  }

  /// `name=…,alias=…,ip=…`; returns the name.
  private static String details(String spec, JsonObject endpoint) {
    String name = "";
    JsonObject ipam = JsonObject.create();
    List<String> aliases = new ArrayList<>();
    List<String> linkLocal = new ArrayList<>();
    Map<String, String> options = new LinkedHashMap<>();
    for (String field : Csv.split(spec)) {
      int equals = field.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException("invalid field " + field);
      }
      String value = field.substring(equals + 1).strip();
      switch (field.substring(0, equals).strip().toLowerCase(Locale.ROOT)) {
        case "name" -> name = value;
        case "alias" -> aliases.add(value);
        case "ip" -> ipam.with("IPv4Address", value);
        case "ip6" -> ipam.with("IPv6Address", value);
        case "link-local-ip" -> linkLocal.add(value);
        case "mac-address" -> endpoint.with("MacAddress", value);
        case "driver-opt" -> {
          int split = value.indexOf('=');
          if (split < 0) {
            throw new IllegalArgumentException("invalid key value pair format in driver options");
          }
          options.put(value.substring(0, split), value.substring(split + 1));
        }
        case "gw-priority" -> endpoint.with("GwPriority", Values.integer(value));
        default ->
            throw new IllegalArgumentException(
                "invalid field key " + field.substring(0, equals).strip());
      }
    }
    finish(endpoint, ipam, aliases, linkLocal);
    if (!options.isEmpty()) {
      endpoint.with("DriverOpts", options);
    }
    return name;
  }

  private void plainFlags(Flags flags) {
    JsonObject first = endpoints.values().iterator().next();
    List<String> aliases = new ArrayList<>(flags.list("network-alias"));
    aliases.addAll(flags.list("net-alias"));
    List<String> links = flags.list("link");
    boolean userDefined =
        !List.of("default", "bridge", "host", "none").contains(mode())
            && !mode().startsWith("container:");
    conflict(!aliases.isEmpty() && first.has("Aliases"), "--network-alias", "alias");
    conflict(
        flags.has("mac-address") && !first.string("MacAddress").isEmpty(),
        "--mac-address",
        "MAC address");
    JsonObject ipam = JsonObject.create();
    ipam.fields().putAll(first.object("IPAMConfig").fields());
    conflict(flags.has("ip") && ipam.has("IPv4Address"), "--ip", "IPv4 address");
    conflict(flags.has("ip6") && ipam.has("IPv6Address"), "--ip6", "IPv6 address");
    flags.find("ip").ifPresent(ip -> ipam.with("IPv4Address", ip));
    flags.find("ip6").ifPresent(ip -> ipam.with("IPv6Address", ip));
    flags.find("mac-address").ifPresent(mac -> first.with("MacAddress", mac));
    finish(first, ipam, aliases, flags.list("link-local-ip"));
    if (userDefined && !links.isEmpty()) {
      first.with("Links", links);
    }
  }

  private static void finish(
      JsonObject endpoint, JsonObject ipam, List<String> aliases, List<String> linkLocal) {
    if (!linkLocal.isEmpty()) {
      ipam.with("LinkLocalIPs", linkLocal);
    }
    if (!ipam.fields().isEmpty()) {
      endpoint.with("IPAMConfig", ipam);
    }
    if (!aliases.isEmpty()) {
      endpoint.with("Aliases", aliases);
    }
  }

  private static void conflict(boolean both, String flag, String what) {
    if (both) {
      throw new IllegalArgumentException(
          "conflicting options: cannot specify both " + flag + " and per-network " + what);
    }
  }
}
