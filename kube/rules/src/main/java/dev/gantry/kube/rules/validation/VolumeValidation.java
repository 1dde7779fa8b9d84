package dev.gantry.kube.rules.validation;

import dev.gantry.kube.objects.Names;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A pod's volumes.
final class VolumeValidation {
  /// The fields that sources of others' making cannot do without.
  private static final Map<String, List<String>> NEEDED = needed();

  private static final List<String> HOST_PATH_TYPES =
      List.of(
          "",
          "BlockDevice",
          "CharDevice",
          "Directory",
          "DirectoryOrCreate",
          "File",
          "FileOrCreate",
          "Socket");

  private VolumeValidation() {}

  private static Map<String, List<String>> needed() {
    Map<String, List<String>> needed = new HashMap<>();
    needed.put("awsElasticBlockStore", List.of("volumeID"));
    needed.put("azureDisk", List.of("diskName", "diskURI"));
    needed.put("azureFile", List.of("secretName", "shareName"));
    needed.put("cephfs", List.of("monitors"));
    needed.put("cinder", List.of("volumeID"));
    needed.put("csi", List.of("driver"));
    needed.put("fc", List.of());
    needed.put("flexVolume", List.of("driver"));
    needed.put("flocker", List.of());
    needed.put("gcePersistentDisk", List.of("pdName"));
    needed.put("gitRepo", List.of("repository"));
    needed.put("glusterfs", List.of("endpoints", "path"));
    needed.put("image", List.of("reference"));
    needed.put("iscsi", List.of("targetPortal", "iqn"));
    needed.put("local", List.of("path"));
    needed.put("nfs", List.of("server", "path"));
    needed.put("persistentVolumeClaim", List.of("claimName"));
    needed.put("photonPersistentDisk", List.of("pdID"));
    needed.put("portworxVolume", List.of("volumeID"));
    needed.put("quobyte", List.of("registry", "volume"));
    needed.put("rbd", List.of("monitors", "image"));
    needed.put("scaleIO", List.of("gateway", "system", "volumeName"));
    needed.put("storageos", List.of());
    needed.put("vsphereVolume", List.of("volumePath"));
    return needed;
  }

  /// Checks them; the answer is the names of those in order, which mounts may refer to.
  static Set<String> volumes(Place volumes) {
    Set<String> names = new HashSet<>();
    for (Place volume : volumes.elements()) {
      Place apart = volume.apart();
      source(apart);
      Place name = apart.at("name");
      if (name.require()) {
        name.check(Names::dnsLabel);
      }
      if (names.contains(name.text())) {
        name.duplicate();
      }
      if (apart.problems().isEmpty()) {
        names.add(name.text());
      }
      volumes.problems().addAll(apart.problems());
    }
    return names;
  }

  private static void source(Place volume) {
    int sources = 0;
    for (String kind : volume.keys()) {
      Place source = volume.at(kind);
      if (kind.equals("name") || !source.isSet()) {
        continue;
      }
      if (sources++ > 0) {
        source.forbidden("may not specify more than 1 volume type");
      } else {
        source(kind, source);
      }
    }
    if (sources == 0) {
      volume.required("must specify a volume type");
    }
  }

  /// A source that volumes of pods and persistent volumes share, or one of pods alone.
  static void source(String kind, Place source) {
    switch (kind) {
      case "emptyDir" -> emptyDir(source);
      case "hostPath" -> hostPath(source);
      case "secret" -> {
        source.at("secretName").require();
        files(source);
      }
      case "configMap" -> {
        source.at("name").require();
        files(source);
      }
      case "downwardAPI" -> {
        Checks.fileMode(source.at("defaultMode"));
        source.at("items").elements().forEach(ProjectionValidation::downward);
      }
      case "projected" -> ProjectionValidation.projected(source);
      case "ephemeral" -> {
        Place template = source.at("volumeClaimTemplate");
        if (template.isSet()) {
          StorageValidation.claimSpec(template.at("spec"));
        } else {
          template.required();
        }
      }
      default -> NEEDED.getOrDefault(kind, List.of()).forEach(f -> source.at(f).require());
    }
    if (kind.equals("nfs") && !source.at("path").isBlank() && !isAbsolute(source.at("path"))) {
      source.at("path").invalid("must be an absolute path");
    }
  }

  private static boolean isAbsolute(Place path) {
    return path.text().startsWith("/");
  }

  private static void emptyDir(Place emptyDir) {
    Place limit = emptyDir.at("sizeLimit");
    if (limit.isSet() && limit.quantity().filter(q -> q.sign() < 0).isPresent()) {
      limit.forbidden("SizeLimit field must be a valid resource quantity");
    }
  }

  private static void hostPath(Place hostPath) {
    if (hostPath.at("path").require()) {
      Checks.noBacksteps(hostPath.at("path"));
    }
    hostPath.at("type").optionallyOneOf(HOST_PATH_TYPES);
  }

  /// What ConfigMaps and Secrets show as files.
  static void files(Place source) {
    Checks.fileMode(source.at("defaultMode"));
    for (Place item : source.at("items").elements()) {
      item.at("key").require();
      if (item.at("path").require()) {
        Checks.notReserved(item.at("path"));
      }
      Checks.fileMode(item.at("mode"));
    }
  }
}
