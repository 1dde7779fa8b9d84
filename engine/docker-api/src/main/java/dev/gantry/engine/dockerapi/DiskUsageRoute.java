package dev.gantry.engine.dockerapi;

import dev.gantry.engine.core.Engine;
import dev.gantry.engine.core.Filters;
import dev.gantry.oci.content.Image;
import dev.gantry.oci.content.ImageQuery;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.http.Request;
import dev.gantry.platform.http.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `GET /system/df`: what takes how much space.
final class DiskUsageRoute {
  private static final Set<String> TYPES = Set.of("container", "image", "volume", "build-cache");

  private final Engine engine;

  DiskUsageRoute(Engine engine) {
    this.engine = engine;
  }

  void df(Request request, Response response) throws IOException {
    List<String> types = request.query().all("type");
    for (String type : types) {
      if (!TYPES.contains(type)) {
        throw new InvalidArgumentException("unknown object type: " + type);
      }
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    if (wants(types, "image")) {
      var images = engine.images().list(ImageQuery.shown()).stream().map(s -> s.image()).toList();
      answer.put("LayersSize", layersSize(images));
      answer.put("Images", images.stream().map(this::json).toList());
    }
    if (wants(types, "container")) {
      var now = engine.now();
      answer.put(
          "Containers",
          engine.listContainers().run(true, 0, true, Filters.NONE).stream()
              .map(details -> ContainerSummary.of(details, engine, now))
              .toList());
    }
    if (wants(types, "volume")) {
      answer.put("Volumes", volumes());
    }
    if (wants(types, "build-cache")) {
      answer.put("BuildCache", List.of());
    }
    WireJson.send(response, answer);
  }

  private static boolean wants(List<String> types, String type) {
    return types.isEmpty() || types.contains(type);
  }

  /// Layers that images share count once.
  private static long layersSize(List<Image> images) {
    Map<Object, Long> sizes = new LinkedHashMap<>();
    for (Image image : images) {
      var chain = image.chain();
      for (int i = 0; i < chain.size(); i++) {
        sizes.put(chain.get(i), image.layers().get(i).size());
      }
    }
    return sizes.values().stream().mapToLong(Long::longValue).sum();
  }

  private Map<String, Object> json(Image image) {
    var details = engine.images().inspect(image.id().toString());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("Id", image.id().toString());
    json.put("ParentId", image.parent().map(Object::toString).orElse(""));
    json.put("RepoTags", details.repoTags());
    json.put("RepoDigests", details.repoDigests());
    json.put("Created", image.created().getEpochSecond());
    json.put("Size", image.size());
    json.put("SharedSize", sharedSize(image));
    json.put("Labels", engine.images().labels(image));
    json.put("Containers", engine.images().users(image.id()));
    return json;
  }

  private long sharedSize(Image image) {
    var others =
        engine.images().list(ImageQuery.shown()).stream()
            .map(summary -> summary.image())
            .filter(other -> !other.id().equals(image.id()))
            .flatMap(other -> other.chain().stream())
            .collect(java.util.stream.Collectors.toSet());
    var chain = image.chain();
    long shared = 0;
    for (int i = 0; i < chain.size(); i++) {
      if (others.contains(chain.get(i))) {
        shared += image.layers().get(i).size();
      }
    }
    return shared;
  }

  private List<Map<String, Object>> volumes() {
    List<Map<String, Object>> all = new ArrayList<>();
    for (var volume : engine.volumes().list(Filters.NONE)) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("CreatedAt", Times.format(volume.created()));
      json.put("Driver", "local");
      json.put("Labels", volume.labels());
      json.put("Mountpoint", volume.data().toString());
      json.put("Name", volume.name());
      json.put("Options", volume.options());
      json.put("Scope", "local");
      json.put(
          "UsageData",
          Map.of(
              "RefCount", engine.volumes().references(volume),
              "Size", engine.volumes().size(volume)));
      all.add(json);
    }
    return all;
  }
}
