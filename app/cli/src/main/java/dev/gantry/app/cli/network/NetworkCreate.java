package dev.gantry.app.cli.network;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.grammar.Arity;
import dev.gantry.app.cli.grammar.ExitException;
import dev.gantry.app.cli.grammar.FlagType;
import dev.gantry.app.cli.grammar.Flags;
import dev.gantry.app.cli.grammar.Spec;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `gantry network create`.
public final class NetworkCreate implements Command {
  @Override
  public Spec spec() {
    return Spec.of("[OPTIONS] NETWORK", "Create a network")
        .args(Arity.exactly(1))
        .bool("attachable", "Enable manual container attachment")
        .flag(
            "aux-address", FlagType.MAP, "Auxiliary IPv4 or IPv6 addresses used by Network driver")
        .string("config-from", "The network from which to copy the configuration")
        .bool("config-only", "Create a configuration only network")
        .flag('d', "driver", FlagType.STRING, "bridge", "Driver to manage the Network")
        .flag("gateway", FlagType.STRINGS, "IPv4 or IPv6 Gateway for the master subnet")
        .bool("ingress", "Create swarm routing-mesh network")
        .bool("internal", "Restrict external access to the network")
        .flag("ip-range", FlagType.STRINGS, "Allocate container ip from a sub-range")
        .flag('\0', "ipam-driver", FlagType.STRING, "default", "IP Address Management Driver")
        .flag("ipam-opt", FlagType.MAP, "Set IPAM driver specific options")
        .flag('\0', "ipv4", FlagType.BOOL, "true", "Enable or disable IPv4 address assignment")
        .bool("ipv6", "Enable or disable IPv6 address assignment")
        .list("label", "Set metadata on a network")
        .flag('o', "opt", FlagType.MAP, "Set driver specific options")
        .string("scope", "Control the network's scope")
        .flag(
            "subnet", FlagType.STRINGS, "Subnet in CIDR format that represents a network segment");
  }

  @Override
  public int run(Call call) throws IOException {
    Flags flags = call.flags();
    JsonObject request =
        JsonObject.create()
            .with("Name", call.arg(0))
            .with("Driver", flags.string("driver"))
            .with("Scope", flags.string("scope"))
            .with("IPAM", ipam(flags))
            .with("Internal", flags.bool("internal"))
            .with("Attachable", flags.bool("attachable"))
            .with("Ingress", flags.bool("ingress"))
            .with("ConfigOnly", flags.bool("config-only"))
            .with("Options", flags.map("opt"))
            .with("Labels", flags.map("label"));
    if (flags.has("ipv4")) {
      request.with("EnableIPv4", flags.bool("ipv4"));
    }
    if (flags.has("ipv6")) {
      request.with("EnableIPv6", flags.bool("ipv6"));
    }
    flags
        .find("config-from")
        .ifPresent(from -> request.with("ConfigFrom", JsonObject.create().with("Network", from)));
    JsonObject answer = call.engine().post(ApiPath.of("/networks/create"), request).object();
    if (answer.has("Warning") && !answer.string("Warning").isEmpty()) {
      call.err().println("WARNING: " + answer.string("Warning"));
    }
    call.out().println(answer.string("Id"));
    return 0;
  }

  /// Ranges and gateways go with the subnet they lie in.
  private static JsonObject ipam(Flags flags) {
    List<String> subnets = flags.list("subnet");
    List<String> ranges = flags.list("ip-range");
    List<String> gateways = flags.list("gateway");
    if (subnets.isEmpty() && !(ranges.isEmpty() && gateways.isEmpty())) {
      throw ExitException.failure("every ip-range or gateway must have a corresponding subnet");
    }
    Map<String, JsonObject> configs = new LinkedHashMap<>();
    for (String subnet : subnets) {
      if (configs.put(subnet, JsonObject.create().with("Subnet", subnet)) != null) {
        throw ExitException.failure("multiple overlapping subnet configuration is not supported");
      }
    }
    ranges.forEach(range -> place(configs, "IPRange", range));
    gateways.forEach(gateway -> place(configs, "Gateway", gateway));
    Map<String, String> auxiliary = flags.map("aux-address");
    auxiliary.forEach(
        (name, address) -> {
          JsonObject config = Subnets.find(configs, address, "auxiliary address");
          Map<String, Object> all =
              new LinkedHashMap<>(config.object("AuxiliaryAddresses").fields());
          all.put(name, address);
          config.with("AuxiliaryAddresses", new JsonObject(all));
        });
    return JsonObject.create()
        .with("Driver", flags.string("ipam-driver"))
        .with("Options", flags.map("ipam-opt"))
        .with("Config", List.copyOf(configs.values()));
  }

  private static void place(Map<String, JsonObject> configs, String field, String value) {
    JsonObject config = Subnets.find(configs, value, field.equals("Gateway") ? "gateway" : "range");
    if (config.has(field)) {
      throw ExitException.failure(
          "cannot configure multiple "
              + (field.equals("Gateway") ? "gateways" : "ranges")
              + " ("
              + value
              + ", "
              + config.string(field)
              + ") on the same subnet ("
              + config.string("Subnet")
              + ")");
    }
    config.with(field, value);
  }
}
