package dev.gantry.app.cli.container;

import dev.gantry.app.cli.client.JsonNull;
import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.grammar.Csv;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `--device` and `--gpus`.
final class DeviceSpecs {
  private DeviceSpecs() {}

  /// `host[:container[:permissions]]`, or `host:permissions`, or the name of a CDI device.
  static JsonObject device(String spec) {
    String[] parts = spec.split(":", -1);
    String host = parts[0];
    String inside = host;
    String permissions = "rwm";
    if (parts.length > 3) {
      throw new IllegalArgumentException("invalid device specification: " + spec);
    }
    if (parts.length == 3) {
      permissions = parts[2];
      inside = parts[1];
    } else if (parts.length == 2) {
      if (parts[1].matches("[rwm]+")) {
        permissions = parts[1];
      } else {
        inside = parts[1];
      }
    }
    if (!permissions.matches("[rwm]+")) {
      throw new IllegalArgumentException("bad mode specified: " + permissions);
    }
    if (!inside.startsWith("/")) {
      throw new IllegalArgumentException(inside + " is not an absolute path");
    }
    return JsonObject.create()
        .with("PathOnHost", host)
        .with("PathInContainer", inside)
        .with("CgroupPermissions", permissions);
  }

  /// `all`, a number, or `count=…,device=…,driver=…,capabilities=…`.
  static Object gpus(List<String> specs) {
    if (specs.isEmpty()) {
      return JsonNull.NULL;
    }
    return specs.stream().map(DeviceSpecs::gpuRequest).toList();
  }

  static JsonObject gpuRequest(String spec) {
    long count = 0;
    String driver = "";
    List<String> devices = new ArrayList<>();
    List<String> capabilities = new ArrayList<>(List.of("gpu"));
    for (String field : Csv.split(spec)) {
      int equals = field.indexOf('=');
      String key = equals < 0 ? "count" : field.substring(0, equals);
      String value = field.substring(equals + 1);
      switch (key) {
        case "count" -> count = value.equals("all") ? -1 : count(value);
        case "driver" -> driver = value;
        case "device" -> devices.addAll(List.of(value.split(",")));
        case "capabilities" -> capabilities.addAll(List.of(value.split(",")));
        default ->
            throw new IllegalArgumentException("unexpected key '" + key + "' in '" + field + "'");
      }
    }
    return JsonObject.create()
        .with("Driver", driver)
        .with("Count", devices.isEmpty() && count == 0 ? 1 : count)
        .with("DeviceIDs", ContainerConfig.nullIfEmpty(devices))
        .with("Capabilities", List.of(capabilities))
        .with("Options", Map.of());
  }

  private static long count(String value) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException _) {
      throw new IllegalArgumentException(
          "invalid count (" + value + "): value must be either \"all\" or an integer");
    }
  }
}
