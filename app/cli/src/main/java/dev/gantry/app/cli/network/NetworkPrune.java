package dev.gantry.app.cli.network;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.Filters;
import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.command.Prune;
import dev.gantry.app.cli.grammar.Spec;
import java.io.IOException;

/// `gantry network prune`: removes networks that no container is in.
public final class NetworkPrune implements Command {
  @Override
  public Spec spec() {
    return Prune.flags(Spec.of("[OPTIONS]", "Remove all unused networks"), "until=<timestamp>");
  }

  @Override
  public int run(Call call) throws IOException {
    String warning =
        "WARNING! This will remove all custom networks not used by at least one container.";
    if (Prune.confirmed(call, warning)) {
      prune(call, Prune.filters(call));
    }
    return 0;
  }

  /// Prunes and prints what went.
  public static void prune(Call call, Filters filters) throws IOException {
    JsonObject report = call.engine().post(ApiPath.of("/networks/prune").filters(filters)).object();
    Prune.report(call, "Deleted Networks:", report.strings("NetworksDeleted"));
  }
}
