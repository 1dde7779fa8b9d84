package dev.gantry.app.cli.container;

import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.format.Ids;
import dev.gantry.app.cli.format.Listing;
import dev.gantry.app.cli.format.Units;
import dev.gantry.app.cli.template.Row;
import java.util.Locale;

/// One reading of a container's resources.
record Usage(
    String container,
    String name,
    String id,
    double cpuPercent,
    double memory,
    double memoryLimit,
    double networkIn,
    double networkOut,
    double blockIn,
    double blockOut,
    long processes,
    boolean known) {

  /// A container of which nothing was heard yet.
  static Usage unknown(String container) {
    return new Usage(container, "", "", 0, 0, 0, 0, 0, 0, 0, 0, false);
  }

  static Usage of(String container, JsonObject stats) {
    JsonObject memory = stats.object("memory_stats");
    double read = 0;
    double written = 0;
    for (JsonObject io : stats.object("blkio_stats").objects("io_service_bytes_recursive")) {
      switch (io.string("op").toLowerCase(Locale.ROOT)) {
        case "read" -> read += io.decimal("value");
        case "write" -> written += io.decimal("value");
        default -> {}
      }
    }
    double in = 0;
    double out = 0;
    JsonObject networks = stats.object("networks");
    for (String network : networks.fields().keySet()) {
      in += networks.object(network).decimal("rx_bytes");
      out += networks.object(network).decimal("tx_bytes");
    }
    return new Usage(
        container,
        stats.string("name"),
        stats.string("id"),
        cpuPercent(stats),
        used(memory),
        memory.decimal("limit"),
        in,
        out,
        read,
        written,
        stats.object("pids_stats").integer("current"),
        true);
  }

  /// The share of one CPU between the two samples of a reading; two busy CPUs are 200.
  private static double cpuPercent(JsonObject stats) {
    JsonObject now = stats.object("cpu_stats");
    JsonObject before = stats.object("precpu_stats");
    double used =
        now.object("cpu_usage").decimal("total_usage")
            - before.object("cpu_usage").decimal("total_usage");
    double system = now.decimal("system_cpu_usage") - before.decimal("system_cpu_usage");
    double cpus = now.decimal("online_cpus");
    if (cpus == 0) {
      cpus = now.object("cpu_usage").array("percpu_usage").size();
    }
    return system > 0 && used > 0 ? used / system * cpus * 100 : 0;
  }

  /// Without the page cache that the kernel would give back at once.
  private static double used(JsonObject memory) {
    double usage = memory.decimal("usage");
    JsonObject detail = memory.object("stats");
    double inactive =
        detail.has("total_inactive_file")
            ? detail.decimal("total_inactive_file")
            : detail.decimal("inactive_file");
    return inactive < usage ? usage - inactive : usage;
  }

  double memoryPercent() {
    return memoryLimit == 0 ? 0 : memory / memoryLimit * 100;
  }

  static Row titles() {
    return Listing.titles(
        "Container",
        "CONTAINER",
        "Name",
        "NAME",
        "ID",
        "CONTAINER ID",
        "CPUPerc",
        "CPU %",
        "MemUsage",
        "MEM USAGE / LIMIT",
        "MemPerc",
        "MEM %",
        "NetIO",
        "NET I/O",
        "BlockIO",
        "BLOCK I/O",
        "PIDs",
        "PIDS");
  }

  Row row(boolean truncate) {
    String shortName = name.startsWith("/") ? name.substring(1) : name;
    return new Row("*container.statsContext")
        .with("Container", container)
        .with("Name", shortName.isEmpty() ? "--" : shortName)
        .with("ID", truncate ? Ids.truncate(id) : id)
        .with("CPUPerc", known ? percent(cpuPercent) : "--")
        .with(
            "MemUsage",
            known ? Units.binarySize(memory) + " / " + Units.binarySize(memoryLimit) : "-- / --")
        .with("MemPerc", known ? percent(memoryPercent()) : "--")
        .with("NetIO", known ? Units.size(networkIn, 3) + " / " + Units.size(networkOut, 3) : "--")
        .with("BlockIO", known ? Units.size(blockIn, 3) + " / " + Units.size(blockOut, 3) : "--")
        .with("PIDs", known ? String.valueOf(processes) : "--");
  }

  private static String percent(double value) {
    return String.format(Locale.ROOT, "%.2f%%", value);
  }
}
