package dev.gantry.app.cli.container;

import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.grammar.Csv;
import dev.gantry.app.cli.grammar.Values;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// `--mount type=…,source=…,target=…[,…]`.
final class MountSpec {
  private final String spec;
  private final JsonObject mount = JsonObject.create();
  private final JsonObject bind = JsonObject.create();
  private final JsonObject volume = JsonObject.create();
  private final JsonObject image = JsonObject.create();
  private final JsonObject tmpfs = JsonObject.create();
  private final Map<String, String> volumeLabels = new LinkedHashMap<>();
  private final Map<String, String> driverOptions = new LinkedHashMap<>();
  private String driver = "";

  private MountSpec(String spec) {
    this.spec = spec;
    mount.with("Type", "volume");
  }

  static JsonObject parse(String spec) {
    return new MountSpec(spec).run();
  }

  private JsonObject run() {
    String value = spec.strip();
    if (value.isEmpty()) {
      throw new IllegalArgumentException("value is empty");
    }
    for (String field : Csv.split(value)) {
      int equals = field.indexOf('=');
      String key = (equals < 0 ? field : field.substring(0, equals)).toLowerCase(Locale.ROOT);
      if (equals >= 0) {
        set(key, field.substring(equals + 1), field);
      } else if (!flag(key)) {
        throw new IllegalArgumentException(
            "invalid field '" + field + "' must be a key=value pair");
      }
    }
    return finish();
  }

  /// Keys that may stand alone.
  private boolean flag(String key) {
    switch (key) {
      case "readonly", "ro" -> mount.with("ReadOnly", true);
      case "volume-nocopy" -> volume.with("NoCopy", true);
      case "bind-nonrecursive" -> bind.with("NonRecursive", true);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void set(String key, String value, String field) {
    switch (key) {
      case "type" -> mount.with("Type", value.toLowerCase(Locale.ROOT));
      case "source", "src" ->
          mount.with(
              "Source",
              value.startsWith(".")
                  ? Path.of(value).toAbsolutePath().normalize().toString()
                  : value);
      case "target", "dst", "destination" -> mount.with("Target", value);
      case "readonly", "ro" -> mount.with("ReadOnly", bool(key, value));
      case "consistency" -> mount.with("Consistency", value.toLowerCase(Locale.ROOT));
      case "bind-propagation" -> bind.with("Propagation", value.toLowerCase(Locale.ROOT));
      case "bind-nonrecursive" -> bind.with("NonRecursive", bool(key, value));
      case "bind-recursive" -> recursive(value);
      case "volume-subpath" -> volume.with("Subpath", value);
      case "image-subpath" -> image.with("Subpath", value);
      case "volume-nocopy" -> volume.with("NoCopy", bool(key, value));
      case "volume-label" -> put(volumeLabels, value);
      case "volume-driver" -> driver = value;
      case "volume-opt" -> put(driverOptions, value);
      case "tmpfs-size" -> tmpfs.with("SizeBytes", Values.bytes(value));
      case "tmpfs-mode" -> tmpfs.with("Mode", octal(key, value));
      default ->
          throw new IllegalArgumentException("unexpected key '" + key + "' in '" + field + "'");
    }
  }

  private void recursive(String value) {
    switch (value) {
      case "enabled" -> {}
      case "disabled" -> bind.with("NonRecursive", true);
      case "writable" -> bind.with("ReadOnlyNonRecursive", true);
      case "readonly" -> bind.with("ReadOnlyForceRecursive", true);
      default ->
          throw new IllegalArgumentException(
              "invalid value for bind-recursive: "
                  + value
                  + " (must be \"enabled\", \"disabled\", \"writable\", or \"readonly\")");
    }
  }

  private static void put(Map<String, String> map, String entry) {
    int equals = entry.indexOf('=');
    map.put(
        equals < 0 ? entry : entry.substring(0, equals),
        equals < 0 ? "" : entry.substring(equals + 1));
  }

  private static boolean bool(String key, String value) {
    try {
      return Values.bool(value);
    } catch (IllegalArgumentException _) {
      throw new IllegalArgumentException("invalid value for " + key + ": " + value);
    }
  }

  private static long octal(String key, String value) {
    try {
      return Long.parseLong(value, 8);
    } catch (NumberFormatException _) {
      throw new IllegalArgumentException("invalid value for " + key + ": " + value);
    }
  }

  private JsonObject finish() {
    String type = mount.string("Type");
    if (type.isEmpty()) {
      throw new IllegalArgumentException("type is required");
    }
    if (mount.string("Target").isEmpty()) {
      throw new IllegalArgumentException("target is required");
    }
    if (!volumeLabels.isEmpty()) {
      volume.with("Labels", volumeLabels);
    }
    if (!driver.isEmpty() || !driverOptions.isEmpty()) {
      volume.with(
          "DriverConfig", JsonObject.create().with("Name", driver).with("Options", driverOptions));
    }
    if (!volume.fields().isEmpty() && !volume.has("DriverConfig")) {
      volume.with("DriverConfig", JsonObject.create());
    }
    options("VolumeOptions", volume, "volume", type);
    options("BindOptions", bind, "bind", type);
    options("ImageOptions", image, "image", type);
    options("TmpfsOptions", tmpfs, "tmpfs", type);
    return mount;
  }

  private void options(String name, JsonObject options, String belongsTo, String type) {
    if (options.fields().isEmpty()) {
      return;
    }
    if (!type.equals(belongsTo)) {
      throw new IllegalArgumentException(
          "cannot mix '" + belongsTo + "-*' options with mount type '" + type + "'");
    }
    mount.with(name, options);
  }
}
