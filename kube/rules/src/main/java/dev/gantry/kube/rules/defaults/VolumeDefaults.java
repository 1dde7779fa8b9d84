package dev.gantry.kube.rules.defaults;

import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// Volumes of a pod, and the sources they share with persistent volumes.
final class VolumeDefaults {
  /// 0644 in the decimal spelling of JSON.
  private static final int READABLE = 420;

  private VolumeDefaults() {}

  static void volume(ObjectNode volume) {
    if (hasNoSource(volume)) {
      volume.putObject("emptyDir");
    }
    Fill.within(volume, "secret", VolumeDefaults::mode);
    Fill.within(volume, "configMap", VolumeDefaults::mode);
    Fill.within(
        volume,
        "downwardAPI",
        source -> {
          Fill.each(source, "items", VolumeDefaults::downwardItem);
          mode(source);
        });
    Fill.within(volume, "projected", VolumeDefaults::projected);
    Fill.within(
        volume,
        "ephemeral",
        source ->
            Fill.within(
                source,
                "volumeClaimTemplate",
                template -> Fill.within(template, "spec", StorageDefaults::claimSpec)));
    Fill.within(
        volume,
        "image",
        image ->
            Fill.text(
                image,
                "pullPolicy",
                ContainerDefaults.isLatest(image.path("reference").asString(""))
                    ? "Always"
                    : "IfNotPresent"));
    sharedSources(volume);
  }

  private static boolean hasNoSource(ObjectNode volume) {
    return volume.properties().stream()
        .allMatch(e -> e.getKey().equals("name") || e.getValue().isNull());
  }

  /// Sources that pods and persistent volumes have in common.
  static void sharedSources(ObjectNode holder) {
    Fill.within(holder, "hostPath", source -> Fill.textIfUnset(source, "type", ""));
    texts(holder, "iscsi", Map.of("iscsiInterface", "default"));
    texts(holder, "rbd", Map.of("pool", "rbd", "user", "admin", "keyring", "/etc/ceph/keyring"));
    texts(holder, "scaleIO", Map.of("storageMode", "ThinProvisioned", "fsType", "xfs"));
    texts(
        holder,
        "azureDisk",
        Map.of("cachingMode", "ReadWrite", "fsType", "ext4", "kind", "Shared"));
    Fill.within(holder, "azureDisk", source -> Fill.bool(source, "readOnly", false));
  }

  private static void texts(ObjectNode holder, String source, Map<String, String> values) {
    Fill.within(
        holder, source, there -> values.forEach((name, value) -> Fill.text(there, name, value)));
  }

  private static void mode(ObjectNode source) {
    Fill.number(source, "defaultMode", READABLE);
  }

  private static void projected(ObjectNode projected) {
    Fill.each(
        projected,
        "sources",
        source -> {
          Fill.within(
              source,
              "downwardAPI",
              downward -> Fill.each(downward, "items", VolumeDefaults::downwardItem));
          Fill.within(
              source,
              "serviceAccountToken",
              token -> Fill.number(token, "expirationSeconds", 3600));
        });
    mode(projected);
  }

  private static void downwardItem(ObjectNode item) {
    Fill.within(item, "fieldRef", ContainerDefaults::fieldReference);
    Fill.within(item, "resourceFieldRef", ContainerDefaults::resourceReference);
  }
}
