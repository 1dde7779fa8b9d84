package dev.gantry.app.cli.volume;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.Filters;
import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.command.Prune;
import dev.gantry.app.cli.grammar.Spec;
import java.io.IOException;

/// `gantry volume prune`: removes volumes that no container uses.
public final class VolumePrune implements Command {
  @Override
  public Spec spec() {
    return Prune.flags(Spec.of("[OPTIONS]", "Remove unused local volumes"), "label=<label>")
        .bool('a', "all", "Remove all unused volumes, not just anonymous ones");
  }

  @Override
  public int run(Call call) throws IOException {
    // Before API 1.42 engines made no difference between anonymous and named volumes.
    boolean selective = call.engine().speaks("1.42");
    boolean all = call.flags().bool("all");
    String what = selective && !all ? "anonymous local" : "local";
    String warning =
        "WARNING! This will remove "
            + (selective && !all ? what : "all " + what)
            + " volumes not used by at least one container.";
    if (!Prune.confirmed(call, warning)) {
      return 0;
    }
    Filters filters = Prune.filters(call);
    if (all && selective) {
      filters.add("all", "true");
    }
    Prune.reclaimed(call, prune(call, filters));
    return 0;
  }

  /// Prunes, prints what went, and returns the bytes that were freed.
  public static long prune(Call call, Filters filters) throws IOException {
    JsonObject report = call.engine().post(ApiPath.of("/volumes/prune").filters(filters)).object();
    Prune.report(call, "Deleted Volumes:", report.strings("VolumesDeleted"));
    return report.integer("SpaceReclaimed");
  }
}
