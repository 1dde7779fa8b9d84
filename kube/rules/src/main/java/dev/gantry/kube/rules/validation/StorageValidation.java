package dev.gantry.kube.rules.validation;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.Names;
import dev.gantry.kube.objects.Quantity;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Persistent volumes and the claims to them.
final class StorageValidation {
  private static final List<String> ACCESS_MODES =
      List.of("ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod");
  private static final List<String> VOLUME_MODES = List.of("Block", "Filesystem");
  private static final Set<String> NO_SOURCES =
      Set.of(
          "capacity",
          "accessModes",
          "claimRef",
          "persistentVolumeReclaimPolicy",
          "storageClassName",
          "mountOptions",
          "volumeMode",
          "nodeAffinity",
          "volumeAttributesClassName");

  private StorageValidation() {}

  static void claim(Place claim) {
    claimSpec(claim.at("spec"));
  }

  static void claimSpec(Place spec) {
    Place modes = spec.at("accessModes");
    if (modes.isEmpty()) {
      modes.required("at least 1 access mode is required");
    }
    if (spec.at("selector").isSet()) {
      Checks.labelSelector(spec.at("selector"));
    }
    accessModes(modes);
    Place storage =
        new Place(
            spec.at("resources", "requests").value().path("storage"),
            spec.at("resources").path().key("storage"),
            spec.problems());
    if (storage.isSet()) {
      storage
          .quantity()
          .filter(amount -> amount.sign() <= 0)
          .ifPresent(
              amount ->
                  storage.invalidAs(Place.quoted(amount.text()), "must be greater than zero"));
    } else {
      storage.required();
    }
    if (!spec.at("storageClassName").isBlank()) {
      spec.at("storageClassName").check(Names::dnsSubdomain);
    }
    spec.at("volumeMode").optionallyOneOf(VOLUME_MODES);
  }

  private static void accessModes(Place modes) {
    boolean exclusive = false;
    for (Place mode : modes.elements()) {
      if (!ACCESS_MODES.contains(mode.text())) {
        new Place(mode.value(), modes.path(), modes.problems()).notSupported(ACCESS_MODES);
      }
      exclusive |= mode.is("ReadWriteOncePod");
    }
    if (exclusive && modes.value().size() > 1) {
      modes.forbidden("may not use ReadWriteOncePod with other access modes");
    }
  }

  static void claimUpdate(Place claim, KubeObject before) {
    claim(claim);
    ObjectNode now = (ObjectNode) claim.at("spec").value().deepCopy();
    ObjectNode old = (ObjectNode) before.spec().deepCopy();
    if (old.path("volumeName").asString("").isEmpty()) {
      now.remove("volumeName");
      old.remove("volumeName");
    }
    boolean bound = before.status().path("phase").asString("").equals("Bound");
    if (bound) {
      now.remove(List.of("resources", "volumeAttributesClassName"));
      old.remove(List.of("resources", "volumeAttributesClassName"));
    }
    if (old.path("storageClassName").isMissingNode()) {
      // Given later by the default class.
      now.remove("storageClassName");
    }
    if (!Checks.same(now, old)) {
      claim
          .at("spec")
          .forbidden(
              "spec is immutable after creation except resources.requests and"
                  + " volumeAttributesClassName for bound claims\n");
    }
    shrinking(claim.at("spec", "resources").at("requests").at("storage"), before);
  }

  private static void shrinking(Place storage, KubeObject before) {
    var size = storage.apart().quantity();
    JsonNode old = before.at("spec", "resources", "requests", "storage");
    JsonNode capacity = before.at("status", "capacity", "storage");
    if (size.isEmpty() || size.get().compareTo(Quantity.of(old)) >= 0) {
      return;
    }
    if (size.get().compareTo(Quantity.of(capacity)) <= 0) {
      storage.forbidden("field can not be less than status.capacity");
    }
  }

  static void volume(Place volume) {
    Place spec = volume.at("spec");
    Place modes = spec.at("accessModes");
    if (modes.isEmpty()) {
      modes.required();
    }
    accessModes(modes);
    capacity(spec.at("capacity"));
    sources(spec);
    spec.at("persistentVolumeReclaimPolicy")
        .optionallyOneOf(List.of("Delete", "Recycle", "Retain"));
    if (!spec.at("storageClassName").isBlank()) {
      spec.at("storageClassName").check(Names::dnsSubdomain);
    }
    spec.at("volumeMode").optionallyOneOf(VOLUME_MODES);
    Place affinity = spec.at("nodeAffinity");
    if (affinity.isSet()) {
      if (affinity.at("required").isSet()) {
        AffinityValidation.nodeSelector(affinity.at("required"));
      } else {
        affinity.at("required").required("must specify required node constraints");
      }
    } else if (spec.at("local").isSet()) {
      affinity.required("Local volume requires node affinity");
    }
  }

  private static void capacity(Place capacity) {
    if (capacity.isEmpty()) {
      capacity.required();
      return;
    }
    if (!capacity.key("storage").isSet() || capacity.value().size() > 1) {
      capacity.notSupported(List.of("storage"));
    }
    for (String name : capacity.keys()) {
      capacity
          .key(name)
          .quantity()
          .filter(amount -> amount.sign() <= 0)
          .ifPresent(
              amount ->
                  capacity
                      .key(name)
                      .invalidAs(Place.quoted(amount.text()), "must be greater than zero"));
    }
  }

  private static void sources(Place spec) {
    int sources = 0;
    for (String field : spec.keys()) {
      if (NO_SOURCES.contains(field) || !spec.at(field).isSet()) {
        continue;
      }
      if (sources++ > 0) {
        spec.at(field).forbidden("may not specify more than 1 volume type");
      } else {
        VolumeValidation.source(field, spec.at(field));
      }
    }
    if (sources == 0) {
      spec.required("must specify a volume type");
    }
  }

  static void volumeUpdate(Place volume, KubeObject before) {
    volume(volume);
    ObjectNode now = (ObjectNode) volume.at("spec").value().deepCopy();
    ObjectNode old = (ObjectNode) before.spec().deepCopy();
    now.remove(NO_SOURCES);
    old.remove(NO_SOURCES);
    if (!Checks.same(now, old)) {
      volume
          .at("spec")
          .at("persistentvolumesource")
          .forbidden("spec.persistentvolumesource is immutable after creation\n");
    }
    Checks.immutable(volume.at("spec", "volumeMode"), before.spec().path("volumeMode"));
    JsonNode affinity = before.spec().path("nodeAffinity");
    if (affinity.isObject()) {
      Checks.immutable(volume.at("spec", "nodeAffinity"), affinity);
    }
  }
}
