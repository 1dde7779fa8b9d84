package dev.gantry.app.cli.system;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.format.Formats;
import dev.gantry.app.cli.format.Listing;
import dev.gantry.app.cli.format.Units;
import dev.gantry.app.cli.grammar.Arity;
import dev.gantry.app.cli.grammar.ExitException;
import dev.gantry.app.cli.grammar.Spec;
import dev.gantry.app.cli.template.Row;
import java.io.IOException;
import java.util.List;

/// `gantry system df`: what takes how much space, and how much could be had back.
public final class DiskUsage implements Command {
  @Override
  public Spec spec() {
    return Spec.of("[OPTIONS]", "Show docker disk usage")
        .args(Arity.none())
        .string("format", Formats.TABLE)
        .bool('v', "verbose", "Show detailed information on space usage");
  }

  @Override
  public int run(Call call) throws IOException {
    String format = call.flags().string("format");
    boolean verbose = call.flags().bool("verbose");
    if (verbose && !format.isEmpty() && !format.equals("table")) {
      throw ExitException.failure("the verbose and the format options conflict");
    }
    JsonObject usage = call.engine().get(ApiPath.of("/system/df")).object();
    if (verbose) {
      DiskUsageDetails.print(usage, call.out());
      return 0;
    }
    Listing listing =
        Listing.of(
            format,
            "{{.Type}}\t{{.TotalCount}}\t{{.Active}}\t{{.Size}}\t{{.Reclaimable}}",
            Listing.titles(
                "Type",
                "TYPE",
                "TotalCount",
                "TOTAL",
                "Active",
                "ACTIVE",
                "Size",
                "SIZE",
                "Reclaimable",
                "RECLAIMABLE"));
    listing.print(
        List.of(images(usage), containers(usage), volumes(usage), buildCache(usage)), call.out());
    return 0;
  }

  private static Row images(JsonObject usage) {
    List<JsonObject> images = usage.objects("Images");
    long size = usage.integer("LayersSize");
    long used = 0;
    long active = 0;
    for (JsonObject image : images) {
      if (image.integer("Containers") > 0) {
        active++;
        if (image.integer("Size") >= 0 && image.integer("SharedSize") >= 0) {
          used += image.integer("Size") - image.integer("SharedSize");
        }
      }
    }
    return row("Images", images.size(), active, size, reclaimable(size - used, size));
  }

  private static Row containers(JsonObject usage) {
    List<JsonObject> containers = usage.objects("Containers");
    long size = 0;
    long reclaimable = 0;
    long active = 0;
    for (JsonObject container : containers) {
      size += container.integer("SizeRw");
      boolean running =
          List.of("running", "paused", "restarting").contains(container.string("State"));
      active += running ? 1 : 0;
      reclaimable += running ? 0 : container.integer("SizeRw");
    }
    return row("Containers", containers.size(), active, size, reclaimable(reclaimable, size));
  }

  private static Row volumes(JsonObject usage) {
    List<JsonObject> volumes = usage.objects("Volumes");
    long size = 0;
    long reclaimable = 0;
    long active = 0;
    for (JsonObject volume : volumes) {
      JsonObject data = volume.object("UsageData");
      long own = Math.max(0, data.integer("Size"));
      boolean used = data.integer("RefCount") > 0;
      size += own;
      active += used ? 1 : 0;
      reclaimable += used ? 0 : own;
    }
    return row("Local Volumes", volumes.size(), active, size, reclaimable(reclaimable, size));
  }

  private static Row buildCache(JsonObject usage) {
    List<JsonObject> records = usage.objects("BuildCache");
    long size = 0;
    long inUse = 0;
    long active = 0;
    for (JsonObject record : records) {
      boolean used = record.bool("InUse");
      boolean shared = record.bool("Shared");
      active += used ? 1 : 0;
      size += shared ? 0 : record.integer("Size");
      inUse += used && !shared ? record.integer("Size") : 0;
    }
    return row("Build Cache", records.size(), active, size, Units.size(size - inUse));
  }

  private static String reclaimable(long bytes, long total) {
    String size = Units.size(bytes);
    return total > 0 ? size + " (" + bytes * 100 / total + "%)" : size;
  }

  private static Row row(String type, long total, long active, long size, String reclaimable) {
    return new Row("*formatter.diskUsageContext")
        .with("Type", type)
        .with("TotalCount", String.valueOf(total))
        .with("Active", String.valueOf(active))
        .with("Size", Units.size(size))
        .with("Reclaimable", reclaimable);
  }
}
