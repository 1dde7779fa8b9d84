package dev.gantry.app.cli.network;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.grammar.Arity;
import dev.gantry.app.cli.grammar.FlagType;
import dev.gantry.app.cli.grammar.Flags;
import dev.gantry.app.cli.grammar.Spec;
import java.io.IOException;

/// `gantry network connect`: puts a container into one more network.
public final class NetworkConnect implements Command {
  @Override
  public Spec spec() {
    return Spec.of("[OPTIONS] NETWORK CONTAINER", "Connect a container to a network")
        .args(Arity.exactly(2))
        .flag("alias", FlagType.STRINGS, "Add network-scoped alias for the container")
        .flag("driver-opt", FlagType.STRINGS, "driver options for the network")
        .integer(
            "gw-priority",
            "Highest gw-priority provides the default gateway. Accepts positive and negative"
                + " values.")
        .string("ip", "IPv4 address (e.g., \"172.30.100.104\")")
        .string("ip6", "IPv6 address (e.g., \"2001:db8::33\")")
        .list("link", "Add link to another container")
        .flag("link-local-ip", FlagType.STRINGS, "Add a link-local address for the container");
  }

  @Override
  public int run(Call call) throws IOException {
    Flags flags = call.flags();
    JsonObject ipam =
        JsonObject.create()
            .with("IPv4Address", flags.string("ip"))
            .with("IPv6Address", flags.string("ip6"))
            .with("LinkLocalIPs", flags.list("link-local-ip"));
    JsonObject endpoint =
        JsonObject.create()
            .with("IPAMConfig", ipam)
            .with("Links", flags.list("link"))
            .with("Aliases", flags.list("alias"))
            .with("DriverOpts", flags.map("driver-opt"))
            .with("GwPriority", flags.integer("gw-priority"));
    call.engine()
        .post(
            ApiPath.of("/networks/").id(call.arg(0), "/connect"),
            JsonObject.create().with("Container", call.arg(1)).with("EndpointConfig", endpoint))
        .close();
    return 0;
  }
}
