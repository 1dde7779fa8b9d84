package dev.gantry.kube.kubelet;

import dev.gantry.kube.client.ApiClient;
import dev.gantry.kube.objects.BuiltInKinds;
import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.objects.StatusException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The files of volumes whose content comes from the API: config maps, secrets, fields of the
/// pod, tokens, and projections of several of them.
final class ProjectedFiles {
  private static final int DEFAULT_MODE = 0644;

  private final ApiClient client;
  private final ResourceValues resources;
  private final ServiceAccountTokens tokens;

  ProjectedFiles(ApiClient client, ResourceValues resources, ServiceAccountTokens tokens) {
    this.client = client;
    this.resources = resources;
    this.tokens = tokens;
  }

  /// Whether a volume is of these kinds.
  static boolean covers(JsonNode volume) {
    return volume.has("configMap")
        || volume.has("secret")
        || volume.has("downwardAPI")
        || volume.has("projected");
  }

  /// The files by path.
  Map<String, VolumeFile> of(FieldValues.PodView view, JsonNode volume) throws VolumeFailure {
    Map<String, VolumeFile> files = new LinkedHashMap<>();
    JsonNode projected = volume.path("projected");
    if (projected.isMissingNode()) {
      String kind =
          volume.has("configMap") ? "configMap" : volume.has("secret") ? "secret" : "downwardAPI";
      JsonNode source = volume.path(kind);
      add(view, kind, source, mode(source, DEFAULT_MODE), files);
      return files;
    }
    int mode = mode(projected, DEFAULT_MODE);
    for (JsonNode source : projected.path("sources")) {
      for (String kind : source.propertyNames()) {
        add(view, kind, source.path(kind), mode, files);
      }
    }
    return files;
  }

  private static int mode(JsonNode source, int otherwise) {
    return source.path("defaultMode").asInt(otherwise);
  }

  private void add(
      FieldValues.PodView view,
      String kind,
      JsonNode source,
      int mode,
      Map<String, VolumeFile> files)
      throws VolumeFailure {
    switch (kind) {
      case "configMap" -> addObject(view.pod(), BuiltInKinds.CONFIG_MAP, source, mode, files);
      case "secret" -> addObject(view.pod(), BuiltInKinds.SECRET, source, mode, files);
      case "downwardAPI" -> addFields(view, source, mode, files);
      case "serviceAccountToken" ->
          files.put(
              source.path("path").asString("token"),
              VolumeFile.of(
                  tokens.token(view.pod(), source).getBytes(StandardCharsets.UTF_8), mode));
      default -> throw new VolumeFailure("projected volumes of \"" + kind + "\" are not supported");
    }
  }

  private void addObject(
      KubeObject pod,
      GroupVersionKind kind,
      JsonNode source,
      int mode,
      Map<String, VolumeFile> files)
      throws VolumeFailure {
    boolean optional = source.path("optional").asBoolean(false);
    // A volume of a secret says secretName, a projection of one says name.
    String name = source.path("secretName").asString(source.path("name").asString(""));
    Optional<KubeObject> object = find(pod, kind, name, optional);
    Map<String, byte[]> content = object.map(ProjectedFiles::content).orElse(Map.of());
    JsonNode items = source.path("items");
    if (items.isEmpty()) {
      content.forEach((key, bytes) -> files.put(key, VolumeFile.of(bytes, mode)));
      return;
    }
    for (JsonNode item : items) {
      byte[] bytes = content.get(item.path("key").asString(""));
      if (bytes != null) {
        files.put(
            item.path("path").asString(""), VolumeFile.of(bytes, item.path("mode").asInt(mode)));
      } else if (!optional) {
        throw new VolumeFailure(
            "references non-existent "
                + (kind.equals(BuiltInKinds.SECRET) ? "secret" : "config")
                + " key: "
                + item.path("key").asString(""));
      }
    }
  }

  private Optional<KubeObject> find(
      KubeObject pod, GroupVersionKind kind, String name, boolean optional) throws VolumeFailure {
    try {
      return Optional.of(client.get(kind, new ObjectKey(pod.namespace(), name)));
    } catch (StatusException e) {
      if (e.isNotFound() && optional) {
        return Optional.empty();
      }
      throw new VolumeFailure(
          e.isNotFound()
              ? e.getMessage()
              : "failed to get the "
                  + kind.kind().toLowerCase(Locale.ROOT)
                  + " "
                  + name
                  + ": "
                  + e.getMessage(),
          e);
    }
  }

  private static Map<String, byte[]> content(KubeObject object) {
    boolean secret = object.kind().equals("Secret");
    Map<String, byte[]> content = new LinkedHashMap<>();
    KubeObject.strings(object.at("data"))
        .forEach(
            (key, value) ->
                content.put(
                    key,
                    secret
                        ? Base64.getDecoder().decode(value)
                        : value.getBytes(StandardCharsets.UTF_8)));
    KubeObject.strings(object.at("binaryData"))
        .forEach((key, value) -> content.put(key, Base64.getDecoder().decode(value)));
    return content;
  }

  private void addFields(
      FieldValues.PodView view, JsonNode source, int mode, Map<String, VolumeFile> files)
      throws VolumeFailure {
    for (JsonNode item : source.path("items")) {
      String value;
      try {
        value =
            item.has("fieldRef")
                ? FieldValues.of(view, item.path("fieldRef").path("fieldPath").asString(""))
                : resources.of(view.pod(), "", item.path("resourceFieldRef"));
      } catch (IllegalArgumentException e) {
        throw new VolumeFailure(String.valueOf(e.getMessage()), e);
      }
      files.put(
          item.path("path").asString(""),
          VolumeFile.of(value.getBytes(StandardCharsets.UTF_8), item.path("mode").asInt(mode)));
    }
  }
}
