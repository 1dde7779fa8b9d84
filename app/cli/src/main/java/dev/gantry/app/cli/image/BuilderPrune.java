package dev.gantry.app.cli.image;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.Filters;
import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.command.Prune;
import dev.gantry.app.cli.format.Units;
import dev.gantry.app.cli.grammar.Arity;
import dev.gantry.app.cli.grammar.FlagType;
import dev.gantry.app.cli.grammar.Spec;
import java.io.IOException;

/// `gantry builder prune`: removes what builds have kept for the next one.
public final class BuilderPrune implements Command {
  @Override
  public Spec spec() {
    return Spec.of("", "Remove build cache")
        .args(Arity.none())
        .bool('a', "all", "Remove all unused build cache, not just dangling ones")
        .flag("filter", FlagType.FILTER, "Provide filter values (e.g. \"until=24h\")")
        .bool('f', "force", "Do not prompt for confirmation")
        .flag("keep-storage", FlagType.BYTES, "Amount of disk space to keep for cache");
  }

  @Override
  public int run(Call call) throws IOException {
    boolean all = call.flags().bool("all");
    String what = all ? "all build cache" : "all dangling build cache";
    boolean sure =
        call.flags().bool("force")
            || Prune.confirmed(
                call,
                "WARNING! This will remove " + what + ". ",
                "Are you sure you want to continue?");
    if (sure) {
      long freed = prune(call, all, Prune.filters(call), call.flags().bytes("keep-storage"));
      call.out().println("Total:\t" + Units.size(freed));
    }
    return 0;
  }

  /// Prunes, prints what went, and returns the bytes that were freed.
  public static long prune(Call call, boolean all, Filters filters, long keep) throws IOException {
    ApiPath path = ApiPath.of("/build/prune").flag("all", all).filters(filters);
    if (keep > 0) {
      path.query("keep-storage", keep).query("reserved-space", keep);
    }
    JsonObject report = call.engine().post(path).object();
    Prune.report(call, "Deleted build cache objects:", report.strings("CachesDeleted"));
    return report.integer("SpaceReclaimed");
  }
}
