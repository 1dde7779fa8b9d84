package dev.gantry.app.cli.image;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.Filters;
import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.command.Prune;
import dev.gantry.app.cli.grammar.Spec;
import java.io.IOException;
import java.util.List;

/// `gantry image prune`: removes images that nothing uses.
public final class ImagePrune implements Command {
  @Override
  public Spec spec() {
    return Prune.flags(Spec.of("[OPTIONS]", "Remove unused images"), "until=<timestamp>")
        .bool('a', "all", "Remove all unused images, not just dangling ones");
  }

  @Override
  public int run(Call call) throws IOException {
    boolean all = call.flags().bool("all");
    String warning =
        all
            ? "WARNING! This will remove all images without at least one container associated to"
                + " them."
            : "WARNING! This will remove all dangling images.";
    if (Prune.confirmed(call, warning)) {
      Prune.reclaimed(call, prune(call, all, Prune.filters(call)));
    }
    return 0;
  }

  /// Prunes, prints what went, and returns the bytes that were freed.
  public static long prune(Call call, boolean all, Filters filters) throws IOException {
    filters.add("dangling", String.valueOf(!all));
    JsonObject report = call.engine().post(ApiPath.of("/images/prune").filters(filters)).object();
    List<String> deleted =
        report.objects("ImagesDeleted").stream()
            .map(
                item ->
                    item.has("Untagged")
                        ? "untagged: " + item.string("Untagged")
                        : "deleted: " + item.string("Deleted"))
            .toList();
    Prune.report(call, "Deleted Images:", deleted);
    return report.integer("SpaceReclaimed");
  }
}
