package dev.gantry.kube.api;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.platform.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// How an object lies in the store: its JSON without the resource version, which is the revision of
/// the entry. `apiVersion`, `kind` and `metadata` come first, so the version can be put into the
/// bytes without reading them: every other brace before the metadata would be inside a string, and
/// quotes inside strings are escaped.
final class ObjectEncoding {
  private static final byte[] METADATA = "\"metadata\":{".getBytes(StandardCharsets.US_ASCII);

  private ObjectEncoding() {}

  static byte[] encode(ObjectNode object) {
    ObjectNode ordered = Json.mapper().createObjectNode();
    ordered.set("apiVersion", object.path("apiVersion"));
    ordered.set("kind", object.path("kind"));
    ObjectNode metadata = Json.mapper().createObjectNode();
    metadata.setAll((ObjectNode) object.path("metadata"));
    metadata.remove("resourceVersion");
    ordered.set("metadata", metadata);
    object.properties().forEach(field -> ordered.putIfAbsent(field.getKey(), field.getValue()));
    return Json.bytes(ordered);
  }

  static KubeObject decode(byte[] json, long revision) {
    JsonNode tree = Json.tree(json);
    ObjectNode object = (ObjectNode) tree;
    ((ObjectNode) object.path("metadata")).put("resourceVersion", Long.toString(revision));
    return KubeObject.of(object);
  }

  /// The same object at another revision; what is below the metadata is shared.
  static KubeObject at(KubeObject object, long revision) {
    ObjectNode copy = Json.mapper().createObjectNode();
    copy.setAll(object.json());
    ObjectNode metadata = Json.mapper().createObjectNode();
    metadata.setAll((ObjectNode) object.metadata());
    metadata.put("resourceVersion", Long.toString(revision));
    copy.set("metadata", metadata);
    return KubeObject.of(copy);
  }

  static void write(byte[] json, long revision, OutputStream out) throws IOException {
    int split = metadataStart(json);
    out.write(json, 0, split);
    String version = "\"resourceVersion\":\"" + revision + "\",";
    out.write(version.getBytes(StandardCharsets.US_ASCII));
    out.write(json, split, json.length - split);
  }

  private static int metadataStart(byte[] json) {
    for (int at = 0; at + METADATA.length <= json.length; at++) {
      int matched = 0;
      while (matched < METADATA.length && json[at + matched] == METADATA[matched]) {
        matched++;
      }
      if (matched == METADATA.length) {
        return at + METADATA.length;
      }
    }
    throw new IllegalStateException("a stored object without metadata");
  }
}
