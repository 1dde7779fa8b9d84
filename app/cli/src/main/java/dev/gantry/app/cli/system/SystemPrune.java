package dev.gantry.app.cli.system;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.EngineException;
import dev.gantry.app.cli.client.Filters;
import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.command.Prune;
import dev.gantry.app.cli.grammar.ExitException;
import dev.gantry.app.cli.grammar.Spec;
import dev.gantry.app.cli.image.BuilderPrune;
import dev.gantry.app.cli.image.ImagePrune;
import dev.gantry.app.cli.network.NetworkPrune;
import dev.gantry.app.cli.volume.VolumePrune;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// `gantry system prune`: removes everything that is not in use.
public final class SystemPrune implements Command {
  @Override
  public Spec spec() {
    return Prune.flags(Spec.of("[OPTIONS]", "Remove unused data"), "label=<key>=<value>")
        .bool('a', "all", "Remove all unused images not just dangling ones")
        .bool("volumes", "Prune anonymous volumes");
  }

  @Override
  public int run(Call call) throws IOException {
    boolean all = call.flags().bool("all");
    boolean volumes = call.flags().bool("volumes");
    Filters filters = Prune.filters(call);
    if (volumes && filters.has("until")) {
      throw ExitException.failure(
          "ERROR: The \"until\" filter is not supported with \"--volumes\"");
    }
    boolean sure =
        call.flags().bool("force")
            || Prune.confirmed(
                call, warning(call, all, volumes), "Are you sure you want to continue?");
    if (!sure) {
      return 0;
    }
    JsonObject report =
        call.engine().post(ApiPath.of("/containers/prune").filters(Prune.filters(call))).object();
    Prune.report(call, "Deleted Containers:", report.strings("ContainersDeleted"));
    long freed = report.integer("SpaceReclaimed");
    NetworkPrune.prune(call, Prune.filters(call));
    if (volumes) {
      freed += VolumePrune.prune(call, Prune.filters(call));
    }
    freed += ImagePrune.prune(call, all, Prune.filters(call));
    try {
      freed += BuilderPrune.prune(call, all, Prune.filters(call), 0);
    } catch (EngineException e) {
      // An engine without a builder has no cache either.
      if (!e.notFound() && e.status() != 501) {
        throw e;
      }
    }
    Prune.reclaimed(call, freed);
    return 0;
  }

  private static String warning(Call call, boolean all, boolean volumes) {
    List<String> what = new ArrayList<>();
    what.add("all stopped containers");
    what.add("all networks not used by at least one container");
    if (volumes) {
      what.add("all anonymous volumes not used by at least one container");
    }
    what.add(
        all
            ? "all images without at least one container associated to them"
            : "all dangling images");
    what.add(all ? "all build cache" : "unused build cache");
    StringBuilder text = new StringBuilder("WARNING! This will remove:\n");
    what.forEach(item -> text.append("  - ").append(item).append('\n'));
    List<String> given = call.flags().list("filter");
    if (!given.isEmpty()) {
      text.append("\n  Items to be pruned will be filtered with:\n");
      given.forEach(filter -> text.append("  - ").append(filter).append('\n'));
    }
    return text.append('\n').toString();
  }
}
