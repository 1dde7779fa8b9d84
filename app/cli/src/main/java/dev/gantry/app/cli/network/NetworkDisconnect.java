package dev.gantry.app.cli.network;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.grammar.Arity;
import dev.gantry.app.cli.grammar.Spec;
import java.io.IOException;

/// `gantry network disconnect`: takes a container out of a network.
public final class NetworkDisconnect implements Command {
  @Override
  public Spec spec() {
    return Spec.of("[OPTIONS] NETWORK CONTAINER", "Disconnect a container from a network")
        .args(Arity.exactly(2))
        .bool('f', "force", "Force the container to disconnect from a network");
  }

  @Override
  public int run(Call call) throws IOException {
    call.engine()
        .post(
            ApiPath.of("/networks/").id(call.arg(0), "/disconnect"),
            JsonObject.create()
                .with("Container", call.arg(1))
                .with("Force", call.flags().bool("force")))
        .close();
    return 0;
  }
}
