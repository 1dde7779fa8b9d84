package dev.gantry.app.cli.template;

import dev.gantry.app.cli.client.JsonNull;
import dev.gantry.app.cli.client.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Gives JSON the look of the Go structs that docker decodes it into: nulls get the type of
/// their field, and optional fields that templates ask for are there even when the engine left
/// them out.
public final class GoShape {
  private static final Set<String> LISTS =
      Set.of(
          "Args",
          "Binds",
          "BlkioDeviceReadBps",
          "BlkioDeviceReadIOps",
          "BlkioDeviceWriteBps",
          "BlkioDeviceWriteIOps",
          "BlkioWeightDevice",
          "CapAdd",
          "CapDrop",
          "Cmd",
          "Config",
          "DeviceCgroupRules",
          "DeviceRequests",
          "Devices",
          "Dns",
          "DnsOptions",
          "DnsSearch",
          "Entrypoint",
          "Env",
          "ExecIDs",
          "ExtraHosts",
          "GroupAdd",
          "Links",
          "MaskedPaths",
          "Mounts",
          "OnBuild",
          "ReadonlyPaths",
          "RepoDigests",
          "RepoTags",
          "SecurityOpt",
          "Shell",
          "Ulimits",
          "VolumesFrom",
          "Layers",
          "Aliases",
          "DNSNames");
  private static final Set<String> MAPS =
      Set.of(
          "Annotations",
          "Containers",
          "Data",
          "DriverOpts",
          "ExposedPorts",
          "Labels",
          "Networks",
          "Options",
          "PortBindings",
          "Ports",
          "StorageOpt",
          "Sysctls",
          "Tmpfs",
          "Volumes");

  private GoShape() {}

  public static JsonObject of(JsonObject object) {
    Map<String, Object> fields = new LinkedHashMap<>();
    object.fields().forEach((name, value) -> fields.put(name, typed(name, value)));
    boolean isState = fields.containsKey("OOMKilled");
    if (isState) {
      fields.putIfAbsent("Health", GoNil.POINTER);
    }
    return new JsonObject(fields);
  }

  private static Object typed(String name, Object value) {
    return switch (value) {
      case JsonObject nested -> of(nested);
      case List<?> list -> list.stream().map(item -> typed("", item)).toList();
      case JsonNull _ when LISTS.contains(name) -> GoNil.LIST;
      // What a port map holds is lists: a port that is exposed but not published has a nil one.
      case JsonNull _ when name.matches("[0-9]+/[a-z]+") -> GoNil.LIST;
      case JsonNull _ when MAPS.contains(name) -> GoNil.MAP;
      case JsonNull _ -> GoNil.POINTER;
      default -> value;
    };
  }
}
