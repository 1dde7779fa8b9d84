package dev.gantry.app.cli.system;

import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.container.ContainerRow;
import dev.gantry.app.cli.format.Ids;
import dev.gantry.app.cli.format.Listing;
import dev.gantry.app.cli.format.Units;
import dev.gantry.app.cli.image.ImageRow;
import dev.gantry.app.cli.template.Row;
import dev.gantry.app.cli.volume.VolumeRow;
import java.io.PrintStream;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/// `gantry system df -v`: every image, container, volume and build record.
final class DiskUsageDetails {
  private DiskUsageDetails() {}

  static void print(JsonObject usage, PrintStream out) {
    out.print("Images space usage:\n\n");
    List<Row> images = new ArrayList<>();
    usage.objects("Images").forEach(image -> images.addAll(ImageRow.of(image, true, false)));
    Listing.of(
            "",
            "{{.Repository}}\t{{.Tag}}\t{{.ID}}\t{{.CreatedSince}}\t{{.Size}}\t{{.SharedSize}}"
                + "\t{{.UniqueSize}}\t{{.Containers}}",
            ImageRow.titles())
        .print(images, out);

    out.print("\nContainers space usage:\n\n");
    Listing.of(
            "",
            "{{.ID}}\t{{.Image}}\t{{.Command}}\t{{.LocalVolumes}}\t{{.Size}}\t{{.RunningFor}}"
                + "\t{{.Status}}\t{{.Names}}",
            ContainerRow.titles())
        .print(usage.objects("Containers").stream().map(DiskUsageDetails::ownSize).toList(), out);

    out.print("\nLocal Volumes space usage:\n\n");
    Listing.of("", "{{.Name}}\t{{.Links}}\t{{.Size}}", VolumeRow.titles())
        .print(usage.objects("Volumes").stream().map(VolumeRow::of).toList(), out);

    List<JsonObject> cache = usage.objects("BuildCache");
    long size =
        cache.stream().filter(r -> !r.bool("Shared")).mapToLong(r -> r.integer("Size")).sum();
    out.print("\nBuild cache usage: " + Units.size(size) + "\n\n");
    Listing.of(
            "",
            "{{.ID}}\t{{.CacheType}}\t{{.Size}}\t{{.CreatedSince}}\t{{.LastUsedSince}}"
                + "\t{{.UsageCount}}\t{{.Shared}}",
            Listing.titles(
                "ID",
                "CACHE ID",
                "CacheType",
                "CACHE TYPE",
                "Size",
                "SIZE",
                "CreatedSince",
                "CREATED",
                "LastUsedSince",
                "LAST USED",
                "UsageCount",
                "USAGE",
                "Shared",
                "SHARED"))
        .print(cache.stream().map(DiskUsageDetails::record).toList(), out);
  }

  /// Here only what a container wrote itself counts.
  private static Row ownSize(JsonObject container) {
    JsonObject copy = JsonObject.create();
    copy.fields().putAll(container.fields());
    copy.fields().remove("SizeRootFs");
    return ContainerRow.of(copy, true);
  }

  private static Row record(JsonObject record) {
    String id = record.string("ID");
    return new Row("*formatter.buildCacheContext")
        .with("ID", Ids.truncate(id) + (record.bool("InUse") ? "*" : ""))
        .with("CacheType", record.string("Type"))
        .with("Size", Units.size(record.integer("Size"), 3))
        .with("CreatedSince", ago(record.string("CreatedAt")))
        .with("LastUsedSince", ago(record.string("LastUsedAt")))
        .with("UsageCount", String.valueOf(record.integer("UsageCount")))
        .with("Shared", String.valueOf(record.bool("Shared")));
  }

  private static String ago(String moment) {
    return moment.isEmpty() ? "" : Units.ago(OffsetDateTime.parse(moment).toInstant());
  }
}
