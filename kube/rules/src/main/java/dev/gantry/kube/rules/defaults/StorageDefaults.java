package dev.gantry.kube.rules.defaults;

import tools.jackson.databind.node.ObjectNode;

/// Volumes that outlive pods, and classes of things.
final class StorageDefaults {
  private StorageDefaults() {}

  static void persistentVolume(ObjectNode volume) {
    ObjectNode spec = Fill.structure(volume, "spec");
    Fill.text(Fill.structure(volume, "status"), "phase", "Pending");
    Fill.text(spec, "persistentVolumeReclaimPolicy", "Retain");
    Fill.text(spec, "volumeMode", "Filesystem");
    VolumeDefaults.sharedSources(spec);
  }

  static void persistentVolumeClaim(ObjectNode claim) {
    Fill.text(Fill.structure(claim, "status"), "phase", "Pending");
    claimSpec(Fill.structure(claim, "spec"));
  }

  static void claimSpec(ObjectNode spec) {
    Fill.text(spec, "volumeMode", "Filesystem");
    Fill.structure(spec, "resources");
  }

  static void storageClass(ObjectNode storageClass) {
    Fill.text(storageClass, "reclaimPolicy", "Delete");
    Fill.text(storageClass, "volumeBindingMode", "Immediate");
  }

  static void csiDriver(ObjectNode driver) {
    ObjectNode spec = Fill.structure(driver, "spec");
    Fill.bool(spec, "attachRequired", true);
    Fill.bool(spec, "podInfoOnMount", false);
    Fill.bool(spec, "storageCapacity", false);
    Fill.text(spec, "fsGroupPolicy", "ReadWriteOnceWithFSType");
    if (spec.path("volumeLifecycleModes").isEmpty()) {
      spec.putArray("volumeLifecycleModes").add("Persistent");
    }
    Fill.bool(spec, "requiresRepublish", false);
    Fill.bool(spec, "seLinuxMount", false);
  }

  static void priorityClass(ObjectNode priorityClass) {
    Fill.text(priorityClass, "preemptionPolicy", "PreemptLowerPriority");
  }
}
