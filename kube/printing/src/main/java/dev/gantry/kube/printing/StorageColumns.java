package dev.gantry.kube.printing;

import static dev.gantry.kube.printing.Column.text;

import dev.gantry.kube.objects.KubeObject;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Storage.
final class StorageColumns {
  private static final String DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class";
  private static final String DEFAULT_CLASS_BETA =
      "storageclass.beta.kubernetes.io/is-default-class";
  private static final String CLASS_BETA = "volume.beta.kubernetes.io/storage-class";

  private static final Column ATTRIBUTES =
      text(
          "VolumeAttributesClass",
          "Class of changeable attributes.",
          o -> Texts.orElse(o.spec().path("volumeAttributesClassName"), Texts.UNSET));
  private static final Column MODE =
      text(
              "VolumeMode",
              "Filesystem or Block.",
              o -> Texts.orElse(o.spec().path("volumeMode"), Texts.UNSET))
          .onlyWide();
  private static final Column CLASS =
      text("StorageClass", "Class of storage.", StorageColumns::storageClass);

  private StorageColumns() {}

  static final List<Column> PERSISTENT_VOLUMES =
      List.of(
          Column.NAME,
          text(
              "Capacity", "Size.", volume -> volume.at("spec", "capacity", "storage").asString("")),
          text("Access Modes", "How it can be used.", volume -> modes(volume.spec())),
          text(
              "Reclaim Policy",
              "What happens to it when its claim is gone.",
              o -> o.spec().path("persistentVolumeReclaimPolicy").asString("")),
          text("Status", "What it is doing.", StorageColumns::phase),
          text("Claim", "Claim that it is bound to.", StorageColumns::claim),
          CLASS,
          ATTRIBUTES,
          text("Reason", "Why it is so.", o -> o.status().path("reason").asString("")),
          Column.AGE,
          MODE);

  static final List<Column> PERSISTENT_VOLUME_CLAIMS =
      List.of(
          Column.NAME,
          text("Status", "What it is doing.", StorageColumns::phase),
          text("Volume", "Volume that it is bound to.", StorageColumns::volume),
          text(
              "Capacity",
              "Size of the volume.",
              o -> volume(o).isEmpty() ? "" : o.at("status", "capacity", "storage").asString("")),
          text(
              "Access Modes",
              "How the volume can be used.",
              o -> volume(o).isEmpty() ? "" : modes(o.status())),
          CLASS,
          ATTRIBUTES,
          Column.AGE,
          MODE);

  static final List<Column> STORAGE_CLASSES =
      List.of(
          new Column(
              "Name",
              "string",
              "name",
              Column.NAME.description(),
              false,
              (o, _) -> isDefault(o) ? o.name() + " (default)" : o.name()),
          text("Provisioner", "Who makes volumes.", o -> o.at("provisioner").asString("")),
          text(
              "ReclaimPolicy",
              "What happens to volumes whose claim is gone.",
              o -> Texts.orElse(o.at("reclaimPolicy"), "Delete")),
          text(
              "VolumeBindingMode",
              "When volumes are made.",
              o -> Texts.orElse(o.at("volumeBindingMode"), "Immediate")),
          text(
              "AllowVolumeExpansion",
              "Whether volumes can grow.",
              o -> o.at("allowVolumeExpansion").asBoolean(false)),
          Column.AGE);

  static final List<Column> VOLUME_ATTACHMENTS =
      List.of(
          Column.NAME,
          text("Attacher", "Who attaches.", o -> o.spec().path("attacher").asString("")),
          text(
              "PV",
              "Volume to attach.",
              o -> o.at("spec", "source", "persistentVolumeName").asString("")),
          text("Node", "Node to attach it to.", o -> o.spec().path("nodeName").asString("")),
          text(
              "Attached",
              "Whether it is attached.",
              o -> o.status().path("attached").asBoolean(false)),
          Column.AGE);

  static final List<Column> VOLUME_ATTRIBUTES_CLASSES =
      List.of(
          Column.NAME,
          text("DriverName", "Driver it is for.", o -> o.at("driverName").asString("")),
          Column.AGE);

  static final List<Column> CSI_NODES =
      List.of(
          Column.NAME,
          Column.number("Drivers", "Number of drivers.", o -> o.spec().path("drivers").size()),
          Column.AGE);

  private static boolean isDefault(KubeObject storageClass) {
    return Stream.of(DEFAULT_CLASS, DEFAULT_CLASS_BETA)
        .anyMatch(key -> "true".equals(storageClass.annotations().get(key)));
  }

  private static String storageClass(KubeObject object) {
    return Texts.orElse(
        object.annotations().getOrDefault(CLASS_BETA, ""),
        object.spec().path("storageClassName").asString(""));
  }

  private static String phase(KubeObject object) {
    return object.isBeingDeleted() ? "Terminating" : object.status().path("phase").asString("");
  }

  private static String volume(KubeObject claim) {
    return claim.spec().path("volumeName").asString("");
  }

  private static String claim(KubeObject volume) {
    JsonNode claim = volume.spec().path("claimRef");
    return claim.isObject()
        ? claim.path("namespace").asString("") + "/" + claim.path("name").asString("")
        : "";
  }

  private static String modes(JsonNode part) {
    return Texts.joined(
        Texts.strings(part.path("accessModes"))
            .map(
                mode ->
                    switch (mode) {
                      case "ReadWriteOnce" -> "RWO";
                      case "ReadOnlyMany" -> "ROX";
                      case "ReadWriteMany" -> "RWX";
                      case "ReadWriteOncePod" -> "RWOP";
                      default -> "";
                    }));
  }
}
