package dev.gantry.app.cli.container;

import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.format.Ids;
import dev.gantry.app.cli.format.Labels;
import dev.gantry.app.cli.format.Listing;
import dev.gantry.app.cli.format.Units;
import dev.gantry.app.cli.template.GoNil;
import dev.gantry.app.cli.template.Row;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A container of `GET /containers/json` as `ps` shows it.
public final class ContainerRow {
  private static final int COMMAND_WIDTH = 20;
  private static final int MOUNT_WIDTH = 15;

  private ContainerRow() {}

  public static Row titles() {
    return Listing.titles(
        "ID",
        "CONTAINER ID",
        "Names",
        "NAMES",
        "Image",
        "IMAGE",
        "Command",
        "COMMAND",
        "CreatedAt",
        "CREATED AT",
        "RunningFor",
        "CREATED",
        "Ports",
        "PORTS",
        "State",
        "STATE",
        "Status",
        "STATUS",
        "Size",
        "SIZE",
        "Labels",
        "LABELS",
        "Mounts",
        "MOUNTS",
        "LocalVolumes",
        "LOCAL VOLUMES",
        "Networks",
        "NETWORKS",
        "Platform",
        "PLATFORM");
  }

  public static Row of(JsonObject container, boolean truncate) {
    Map<String, String> labels = container.object("Labels").stringMap();
    List<JsonObject> mounts = container.objects("Mounts");
    Instant created = Instant.ofEpochSecond(container.integer("Created"));
    String id = container.string("Id");
    String command = container.string("Command");
    long local = mounts.stream().filter(m -> m.string("Driver").equals("local")).count();
    return new Row("*formatter.ContainerContext")
        .with("ID", truncate ? Ids.truncate(id) : id)
        .with("Names", names(container.strings("Names"), truncate))
        .with("Image", image(container, truncate))
        .with("Command", quote(truncate ? Ids.ellipsis(command, COMMAND_WIDTH) : command))
        .later("CreatedAt", () -> Units.goTime(created))
        .with("RunningFor", Units.ago(created))
        .with("Ports", PortsColumn.of(container.objects("Ports")))
        .with("State", container.string("State"))
        .with("Status", container.string("Status"))
        .with("Size", size(container))
        .with("Labels", Labels.join(labels))
        .with("Mounts", mounts(mounts, truncate))
        .with("LocalVolumes", String.valueOf(local))
        .with(
            "Networks",
            String.join(
                ",", container.object("NetworkSettings").object("Networks").fields().keySet()))
        .with("Platform", GoNil.POINTER)
        .withLabels(labels);
  }

  private static String names(List<String> names, boolean truncate) {
    return names.stream()
        .map(name -> name.startsWith("/") ? name.substring(1) : name)
        .filter(name -> !truncate || name.indexOf('/') < 0)
        .collect(Collectors.joining(","));
  }

  private static String image(JsonObject container, boolean truncate) {
    String image = container.string("Image");
    if (image.isEmpty()) {
      return "<no image>";
    }
    if (!truncate) {
      return image;
    }
    String id = Ids.truncate(container.string("ImageID"));
    if (id.equals(Ids.truncate(image))) {
      return id;
    }
    int digest = image.indexOf('@');
    return digest < 0 ? image : image.substring(0, digest);
  }

  private static String size(JsonObject container) {
    String own = Units.size(container.integer("SizeRw"), 3);
    long root = container.integer("SizeRootFs");
    return root > 0 ? own + " (virtual " + Units.size(root, 3) + ")" : own;
  }

  private static String mounts(List<JsonObject> mounts, boolean truncate) {
    return mounts.stream()
        .map(m -> m.string("Name").isEmpty() ? m.string("Source") : m.string("Name"))
        .map(name -> truncate ? Ids.ellipsis(name, MOUNT_WIDTH) : name)
        .collect(Collectors.joining(","));
  }

  /// In quotes, as Go's `strconv.Quote`.
  static String quote(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\t' -> out.append("\\t");
        case '\r' -> out.append("\\r");
        default -> out.append(c < 0x20 ? String.format("\\x%02x", (int) c) : c);
      }
    }
    return out.append('"').toString();
  }
}
