package dev.gantry.app.cli.volume;

import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.format.Labels;
import dev.gantry.app.cli.format.Listing;
import dev.gantry.app.cli.format.Units;
import dev.gantry.app.cli.template.Row;
import java.util.Map;

/// A volume as a row of a table.
public final class VolumeRow {
  private static final String UNKNOWN = "N/A";

  private VolumeRow() {}

  public static Row titles() {
    return Listing.titles(
        "Name",
        "VOLUME NAME",
        "Driver",
        "DRIVER",
        "Scope",
        "SCOPE",
        "Mountpoint",
        "MOUNTPOINT",
        "Labels",
        "LABELS",
        "Links",
        "LINKS",
        "Size",
        "SIZE",
        "Group",
        "GROUP",
        "Status",
        "STATUS",
        "Availability",
        "AVAILABILITY");
  }

  public static Row of(JsonObject volume) {
    Map<String, String> labels = volume.object("Labels").stringMap();
    JsonObject usage = volume.object("UsageData");
    boolean measured = volume.has("UsageData");
    return new Row("*formatter.volumeContext")
        .with("Name", volume.string("Name"))
        .with("Driver", volume.string("Driver"))
        .with("Scope", volume.string("Scope"))
        .with("Mountpoint", volume.string("Mountpoint"))
        .with("Labels", Labels.join(labels))
        .with("Links", measured ? String.valueOf(usage.integer("RefCount")) : UNKNOWN)
        .with("Size", measured ? Units.size(usage.integer("Size")) : UNKNOWN)
        .with("Group", UNKNOWN)
        .with("Status", UNKNOWN)
        .with("Availability", UNKNOWN)
        .withLabels(labels);
  }
}
