package dev.gantry.oci.content;

import dev.gantry.oci.archive.ExpansionLimits;
import dev.gantry.oci.content.ArchivedImage.ArchivedLayer;
import dev.gantry.oci.spec.DiffId;
import dev.gantry.oci.spec.Digest;
import dev.gantry.oci.spec.DigestAlgorithm;
import dev.gantry.oci.spec.ImageConfig;
import dev.gantry.oci.spec.ImageReference;
import dev.gantry.oci.spec.Manifest;
import dev.gantry.oci.spec.MediaType;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The layout of `docker save` before 1.10: `repositories` maps names to layers, and each layer has
/// a directory with `json`, which names its parent, and `layer.tar`.
///
/// Such layers knew neither diff ids nor a configuration of the whole; both are made here, the
/// latter as docker did when it moved such images to its present format.
final class LegacyLayout {
  static final String REPOSITORIES = "repositories";

  private static final int MAX_LAYERS = 1000;
  private static final List<String> NOT_IN_A_CONFIGURATION =
      List.of("id", "parent", "Size", "parent_id", "layer_id", "throwaway");

  private final ArchiveFiles files;
  private final ContentReader content;
  private final ExpansionLimits limits;
  private final Map<Digest, DiffId> diffIds = new HashMap<>();

  LegacyLayout(ArchiveFiles files, ContentReader content, ExpansionLimits limits) {
    this.files = files;
    this.content = content;
    this.limits = limits;
  }

  List<ArchivedImage> images() {
    byte[] document = files.get(REPOSITORIES).read(content, REPOSITORIES, Manifest.MAX_SIZE);
    Map<String, List<ImageReference>> namesByLayer = new LinkedHashMap<>();
    for (var repository : object(Json.tree(document), REPOSITORIES).properties()) {
      for (var tag : object(repository.getValue(), REPOSITORIES).properties()) {
        namesByLayer
            .computeIfAbsent(tag.getValue().asString(), _ -> new ArrayList<>())
            .add(DockerLayout.name(repository.getKey() + ":" + tag.getKey()));
      }
    }
    var images = new ArrayList<ArchivedImage>();
    namesByLayer.forEach((layer, names) -> images.add(image(layer, names)));
    return images;
  }

  private ArchivedImage image(String top, List<ImageReference> names) {
    var chain = chain(top);
    var layers = chain.stream().map(LegacyLayer::tar).toList();
    var config = chain.getLast().json().deepCopy();
    config.remove(NOT_IN_A_CONFIGURATION);
    var rootfs = config.putObject("rootfs").put("type", "layers").putArray("diff_ids");
    layers.forEach(layer -> rootfs.add(diffId(layer).toString()));
    var history = config.putArray("history");
    chain.forEach(layer -> history.add(historyEntry(layer.json())));
    return new ArchivedImage(
        Json.bytes(config),
        MediaType.OCI_CONFIG,
        layers.stream().map(layer -> new ArchivedLayer(layer, Optional.empty())).toList(),
        names);
  }

  /// The layers from the base up to this one.
  private List<LegacyLayer> chain(String top) {
    var chain = new ArrayList<LegacyLayer>();
    for (var next = top; !next.isEmpty(); next = chain.getFirst().parent()) {
      if (!next.matches("[a-f0-9]{64}")) {
        throw new InvalidArgumentException("archive: invalid layer ID \"" + next + "\"");
      }
      if (chain.size() == MAX_LAYERS) {
        throw new InvalidArgumentException("archive: image of more than " + MAX_LAYERS + " layers");
      }
      var path = next + "/json";
      byte[] json = files.get(path).read(content, path, ImageConfig.MAX_SIZE);
      chain.addFirst(
          new LegacyLayer(object(Json.tree(json), path), files.get(next + "/layer.tar")));
    }
    return chain;
  }

  private DiffId diffId(ArchivedFile layer) {
    return diffIds.computeIfAbsent(
        layer.digest(),
        _ -> {
          try (var bytes = layer.open(content)) {
            return ArrivingLayer.read(bytes, limits, DigestAlgorithm.SHA256).finish().orElseThrow();
          } catch (IOException e) {
            throw ContentFailures.of("read layer " + layer.digest(), e);
          }
        });
  }

  private static ObjectNode historyEntry(JsonNode layer) {
    var entry = Json.mapper().createObjectNode();
    copy(layer, "created", entry, "created");
    copy(layer, "author", entry, "author");
    copy(layer, "comment", entry, "comment");
    var command =
        StreamSupport.stream(layer.path("container_config").path("Cmd").spliterator(), false)
            .map(JsonNode::asString)
            .collect(Collectors.joining(" "));
    if (!command.isEmpty()) {
      entry.put("created_by", command);
    }
    return entry;
  }

  private static void copy(JsonNode from, String field, ObjectNode to, String name) {
    var value = from.path(field);
    if (value.isString() && !value.stringValue().isEmpty()) {
      to.put(name, value.stringValue());
    }
  }

  private static ObjectNode object(JsonNode node, String path) {
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw new InvalidArgumentException("archive: " + path + " is not what it should be");
  }

  private record LegacyLayer(ObjectNode json, ArchivedFile tar) {
    String parent() {
      return json.path("parent").asString("");
    }
  }
}
