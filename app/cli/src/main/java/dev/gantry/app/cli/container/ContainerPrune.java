package dev.gantry.app.cli.container;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.Filters;
import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.command.Prune;
import dev.gantry.app.cli.grammar.Spec;
import java.io.IOException;

/// `gantry container prune`: removes all stopped containers.
public final class ContainerPrune implements Command {
  @Override
  public Spec spec() {
    return Prune.flags(Spec.of("[OPTIONS]", "Remove all stopped containers"), "until=<timestamp>");
  }

  @Override
  public int run(Call call) throws IOException {
    if (!Prune.confirmed(call, "WARNING! This will remove all stopped containers.")) {
      return 0;
    }
    Filters filters = Prune.filters(call);
    JsonObject report =
        call.engine().post(ApiPath.of("/containers/prune").filters(filters)).object();
    Prune.report(call, "Deleted Containers:", report.strings("ContainersDeleted"));
    Prune.reclaimed(call, report.integer("SpaceReclaimed"));
    return 0;
  }
}
