package dev.gantry.oci.spec;

import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.errors.NotImplementedException;
import dev.gantry.platform.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Manifests and indexes as JSON, section "Image Manifest" and "Image Index" of the OCI image
/// specification.
final class ManifestJson {
  private static final Set<String> FIELDS =
      Set.of("schemaVersion", "mediaType", "config", "layers", "manifests", "fsLayers");

  private static final String SCHEMA1 = "application/vnd.docker.distribution.manifest.v1+";

  private ManifestJson() {}

  static Manifest decode(byte[] document, Optional<MediaType> declared) {
    var fields = JsonFields.parse("manifest", document, Manifest.MAX_SIZE);
    fields.refuseOtherSpellings(FIELDS);
    refuseSchema1(fields, declared);
    if (fields.number("schemaVersion") != 2) {
      throw fields.fail("schemaVersion", "is not 2");
    }
    boolean index = isIndex(fields);
    var mediaType = mediaType(fields, declared, index);
    return index ? decodeIndex(fields, mediaType) : decodeManifest(fields, mediaType);
  }

  private static void refuseSchema1(JsonFields fields, Optional<MediaType> declared) {
    if (declared.filter(type -> type.value().startsWith(SCHEMA1)).isPresent()
        || fields.number("schemaVersion") == 1
        || fields.has("fsLayers")) {
      throw new NotImplementedException(
          "docker image format v1 and manifest version 2, schema 1 are not supported: push the"
              + " image again with a newer client");
    }
  }

  private static boolean isIndex(JsonFields fields) {
    boolean index = fields.has("manifests");
    boolean image = fields.has("layers") || fields.has("config");
    if (index && image) {
      throw new InvalidArgumentException(
          "manifest: ambiguous document, it has both \"manifests\" and \"layers\" or \"config\"");
    }
    if (!index && !image) {
      throw new InvalidArgumentException(
          "manifest: the document has neither \"layers\" nor \"manifests\"");
    }
    return index;
  }

  private static MediaType mediaType(
      JsonFields fields, Optional<MediaType> declared, boolean index) {
    var stated = fields.optionalString("mediaType").map(MediaType::new);
    if (stated.isPresent() && declared.isPresent() && !stated.equals(declared)) {
      throw new InvalidArgumentException(
          "manifest: media type mismatch, the document says \""
              + stated.get()
              + "\" and was announced as \""
              + declared.get()
              + "\"");
    }
    var type =
        stated.or(() -> declared).orElse(index ? MediaType.OCI_INDEX : MediaType.OCI_MANIFEST);
    if (index ? !type.isIndex() : !type.isManifest()) {
      throw new InvalidArgumentException(
          "manifest: media type \""
              + type
              + "\" does not fit "
              + (index ? "an index" : "an image manifest"));
    }
    return type;
  }

  private static ImageManifest decodeManifest(JsonFields fields, MediaType mediaType) {
    var config = fields.object("config").orElseThrow(() -> fields.fail("config", "is missing"));
    return new ImageManifest(
        mediaType,
        fields.optionalString("artifactType"),
        descriptor(config),
        fields.objects("layers").stream().map(ManifestJson::descriptor).toList(),
        fields.object("subject").map(ManifestJson::descriptor),
        fields.stringMap("annotations"));
  }

  private static ImageIndex decodeIndex(JsonFields fields, MediaType mediaType) {
    return new ImageIndex(
        mediaType,
        fields.optionalString("artifactType"),
        fields.objects("manifests").stream().map(ManifestJson::descriptor).toList(),
        fields.object("subject").map(ManifestJson::descriptor),
        fields.stringMap("annotations"));
  }

  private static Descriptor descriptor(JsonFields fields) {
    long size = fields.number("size");
    if (size < 0) {
      throw fields.fail("size", "is negative");
    }
    return new Descriptor(
        fields.parsed("mediaType", MediaType::new),
        fields.parsed("digest", Digest::parse),
        size,
        fields.strings("urls"),
        fields.stringMap("annotations"),
        fields.object("platform").map(ManifestJson::platform),
        fields.optionalString("artifactType"));
  }

  private static Platform platform(JsonFields fields) {
    return new Platform(
        fields.string("os"),
        fields.string("architecture"),
        fields.optionalString("variant"),
        fields.optionalString("os.version"),
        fields.strings("os.features"));
  }

  static byte[] encode(ImageManifest manifest) {
    var json = head(manifest);
    json.set("config", encode(manifest.config()));
    putAll(json, "layers", manifest.layers());
    return tail(json, manifest);
  }

  static byte[] encode(ImageIndex index) {
    var json = head(index);
    putAll(json, "manifests", index.manifests());
    return tail(json, index);
  }

  private static ObjectNode head(Manifest manifest) {
    var json = object().put("schemaVersion", 2).put("mediaType", manifest.mediaType().value());
    manifest.artifactType().ifPresent(type -> json.put("artifactType", type));
    return json;
  }

  private static byte[] tail(ObjectNode json, Manifest manifest) {
    manifest.subject().ifPresent(subject -> json.set("subject", encode(subject)));
    put(json, "annotations", manifest.annotations());
    return Json.bytes(json);
  }

  private static ObjectNode encode(Descriptor descriptor) {
    var json =
        object()
            .put("mediaType", descriptor.mediaType().value())
            .put("digest", descriptor.digest().toString())
            .put("size", descriptor.size());
    put(json, "urls", descriptor.urls());
    put(json, "annotations", descriptor.annotations());
    descriptor.platform().ifPresent(platform -> json.set("platform", encode(platform)));
    descriptor.artifactType().ifPresent(type -> json.put("artifactType", type));
    return json;
  }

  private static ObjectNode encode(Platform platform) {
    var json = object().put("architecture", platform.architecture()).put("os", platform.os());
    platform.osVersion().ifPresent(version -> json.put("os.version", version));
    put(json, "os.features", platform.osFeatures());
    platform.variant().ifPresent(variant -> json.put("variant", variant));
    return json;
  }

  private static void putAll(ObjectNode json, String name, List<Descriptor> descriptors) {
    var array = json.putArray(name);
    descriptors.forEach(descriptor -> array.add(encode(descriptor)));
  }

  private static void put(ObjectNode json, String name, List<String> values) {
    if (!values.isEmpty()) {
      var array = json.putArray(name);
      values.forEach(array::add);
    }
  }

  private static void put(ObjectNode json, String name, Map<String, String> values) {
    if (!values.isEmpty()) {
      var object = json.putObject(name);
      values.forEach(object::put);
    }
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
