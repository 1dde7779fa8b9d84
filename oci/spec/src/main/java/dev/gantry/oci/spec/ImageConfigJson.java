package dev.gantry.oci.spec;

import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Image configurations as JSON: section "Image Configuration" of the OCI image specification and
/// docker's additions to it.
final class ImageConfigJson {
  private ImageConfigJson() {}

  static ImageConfig decode(byte[] document) {
    var fields = JsonFields.parse("image configuration", document, ImageConfig.MAX_SIZE);
    var rootfs = fields.object("rootfs").orElseThrow(() -> fields.fail("rootfs", "is missing"));
    if (!rootfs.string("type").equals("layers")) {
      throw rootfs.fail("type", "is not \"layers\"");
    }
    var diffIds = rootfs.strings("diff_ids").stream().map(ImageConfigJson::diffId).toList();
    var history = fields.objects("history").stream().map(ImageConfigJson::history).toList();
    checkHistory(history, diffIds);
    return new ImageConfig(
        instant(fields, "created"),
        fields.string("author"),
        fields.string("comment"),
        platform(fields),
        fields.object("config").map(ImageConfigJson::defaults).orElse(ContainerDefaults.NONE),
        diffIds,
        history);
  }

  private static DiffId diffId(String text) {
    try {
      return DiffId.parse(text);
    } catch (InvalidArgumentException e) {
      throw new InvalidArgumentException(
          "image configuration: rootfs.diff_ids: " + e.getMessage(), e);
    }
  }

  /// History may be absent, but must not speak of more layers than there are.
  private static void checkHistory(List<HistoryEntry> history, List<DiffId> diffIds) {
    long layers = history.stream().filter(entry -> !entry.emptyLayer()).count();
    if (layers > diffIds.size()) {
      throw new InvalidArgumentException(
          "image configuration: history names " + layers + " layers, rootfs has " + diffIds.size());
    }
  }

  private static Optional<Instant> instant(JsonFields fields, String name) {
    return fields
        .optionalString(name)
        .map(
            text -> {
              try {
                return OffsetDateTime.parse(text).toInstant();
              } catch (DateTimeParseException e) {
                throw new InvalidArgumentException(
                    "image configuration: field \"" + name + "\" is not an RFC 3339 time", e);
              }
            });
  }

  private static Platform platform(JsonFields fields) {
    return new Platform(
        fields.string("os"),
        fields.string("architecture"),
        fields.optionalString("variant"),
        fields.optionalString("os.version"),
        fields.strings("os.features"));
  }

  private static ContainerDefaults defaults(JsonFields fields) {
    return ContainerDefaults.builder()
        .user(fields.string("User"))
        .exposedPorts(fields.keys("ExposedPorts"))
        .env(fields.strings("Env"))
        .entrypoint(words(fields, "Entrypoint"))
        .cmd(words(fields, "Cmd"))
        .volumes(fields.keys("Volumes"))
        .workingDir(fields.string("WorkingDir"))
        .labels(fields.stringMap("Labels"))
        .stopSignal(fields.string("StopSignal"))
        .healthcheck(fields.object("Healthcheck").map(ImageConfigJson::healthcheck))
        .shell(words(fields, "Shell"))
        .onBuild(fields.strings("OnBuild"))
        .argsEscaped(fields.bool("ArgsEscaped"))
        .build();
  }

  /// Old docker versions wrote a command of one word as a bare string.
  private static List<String> words(JsonFields fields, String name) {
    return fields.isString(name) ? List.of(fields.string(name)) : fields.strings(name);
  }

  private static Healthcheck healthcheck(JsonFields fields) {
    return new Healthcheck(
        fields.strings("Test"),
        Duration.ofNanos(fields.number("Interval")),
        Duration.ofNanos(fields.number("Timeout")),
        Duration.ofNanos(fields.number("StartPeriod")),
        Duration.ofNanos(fields.number("StartInterval")),
        Math.clamp(fields.number("Retries"), Integer.MIN_VALUE, Integer.MAX_VALUE));
  }

  private static HistoryEntry history(JsonFields fields) {
    return new HistoryEntry(
        instant(fields, "created"),
        fields.string("created_by"),
        fields.string("author"),
        fields.string("comment"),
        fields.bool("empty_layer"));
  }

  static byte[] encode(ImageConfig config) {
    var json = object();
    config.created().ifPresent(created -> json.put("created", created.toString()));
    put(json, "author", config.author());
    put(json, "comment", config.comment());
    json.put("architecture", config.platform().architecture());
    config.platform().variant().ifPresent(variant -> json.put("variant", variant));
    json.put("os", config.platform().os());
    config.platform().osVersion().ifPresent(version -> json.put("os.version", version));
    put(json, "os.features", config.platform().osFeatures());
    json.set("config", encode(config.defaults()));
    var rootfs = json.putObject("rootfs").put("type", "layers");
    var diffIds = rootfs.putArray("diff_ids");
    config.diffIds().forEach(id -> diffIds.add(id.toString()));
    var history = json.putArray("history");
    config.history().forEach(entry -> history.add(encode(entry)));
    return Json.bytes(json);
  }

  private static ObjectNode encode(ContainerDefaults defaults) {
    var json = object();
    put(json, "User", defaults.user());
    putSet(json, "ExposedPorts", defaults.exposedPorts());
    put(json, "Env", defaults.env());
    put(json, "Entrypoint", defaults.entrypoint());
    put(json, "Cmd", defaults.cmd());
    putSet(json, "Volumes", defaults.volumes());
    put(json, "WorkingDir", defaults.workingDir());
    if (!defaults.labels().isEmpty()) {
      var labels = json.putObject("Labels");
      defaults.labels().forEach(labels::put);
    }
    put(json, "StopSignal", defaults.stopSignal());
    defaults.healthcheck().ifPresent(check -> json.set("Healthcheck", encode(check)));
    put(json, "Shell", defaults.shell());
    put(json, "OnBuild", defaults.onBuild());
    if (defaults.argsEscaped()) {
      json.put("ArgsEscaped", true);
    }
    return json;
  }

  private static ObjectNode encode(Healthcheck check) {
    var json = object();
    put(json, "Test", check.test());
    put(json, "Interval", check.interval());
    put(json, "Timeout", check.timeout());
    put(json, "StartPeriod", check.startPeriod());
    put(json, "StartInterval", check.startInterval());
    if (check.retries() != 0) {
      json.put("Retries", check.retries());
    }
    return json;
  }

  private static ObjectNode encode(HistoryEntry entry) {
    var json = object();
    entry.created().ifPresent(created -> json.put("created", created.toString()));
    put(json, "created_by", entry.createdBy());
    put(json, "author", entry.author());
    put(json, "comment", entry.comment());
    if (entry.emptyLayer()) {
      json.put("empty_layer", true);
    }
    return json;
  }

  private static void put(ObjectNode json, String name, String value) {
    if (!value.isEmpty()) {
      json.put(name, value);
    }
  }

  private static void put(ObjectNode json, String name, Duration value) {
    if (!value.isZero()) {
      json.put(name, value.toNanos());
    }
  }

  private static void put(ObjectNode json, String name, List<String> values) {
    if (!values.isEmpty()) {
      var array = json.putArray(name);
      values.forEach(array::add);
    }
  }

  private static void putSet(ObjectNode json, String name, Collection<String> values) {
    if (!values.isEmpty()) {
      var set = json.putObject(name);
      new TreeSet<>(values).forEach(set::putObject);
    }
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
