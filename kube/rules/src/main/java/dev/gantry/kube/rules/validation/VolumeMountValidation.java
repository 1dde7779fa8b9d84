package dev.gantry.kube.rules.validation;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Where a container sees the pod's volumes.
final class VolumeMountValidation {
  private static final List<String> PROPAGATIONS =
      List.of("Bidirectional", "HostToContainer", "None");

  private VolumeMountValidation() {}

  static void mounts(Place container, Set<String> volumes) {
    Place mounts = container.at("volumeMounts");
    Place devices = container.at("volumeDevices");
    Set<String> deviceNames = new HashSet<>();
    Set<String> devicePaths = new HashSet<>();
    for (Place device : devices.elements()) {
      deviceNames.add(device.at("name").text());
      devicePaths.add(device.at("devicePath").text());
    }
    Set<String> paths = new HashSet<>();
    for (Place mount : mounts.elements()) {
      name(mount.at("name"), volumes);
      Place path = mount.at("mountPath");
      path.require();
      if (!paths.add(path.text())) {
        path.invalid("must be unique");
      }
      if (deviceNames.contains(mount.at("name").text())) {
        mount.at("name").invalid("must not already exist in volumeDevices");
      }
      if (devicePaths.contains(path.text())) {
        path.invalid("must not already exist as a path in volumeDevices");
      }
      subPaths(mount, mounts);
      propagation(mount.at("mountPropagation"), container);
    }
    devices(devices, volumes);
  }

  private static void name(Place name, Set<String> volumes) {
    name.require();
    if (!volumes.contains(name.text())) {
      if (name.isSet()) {
        name.notFound();
      }
    }
  }

  /// Upstream names these fields without the place of the mount in its list.
  private static void subPaths(Place mount, Place mounts) {
    Place subPath = mount.at("subPath").as(mounts, "subPath");
    Place expression = mount.at("subPathExpr").as(mounts, "subPathExpr");
    if (!subPath.isBlank()) {
      Checks.descending(subPath);
    }
    if (!expression.isBlank()) {
      if (!subPath.isBlank()) {
        expression.invalid("subPathExpr and subPath are mutually exclusive");
      }
      Checks.descending(expression);
    }
  }

  private static void propagation(Place propagation, Place container) {
    propagation.optionallyOneOf(PROPAGATIONS);
    if (propagation.is("Bidirectional")
        && !container.at("securityContext").at("privileged").isTrue()) {
      propagation.forbidden(
          "Bidirectional mount propagation is available only to privileged containers");
    }
  }

  private static void devices(Place devices, Set<String> volumes) {
    Set<String> paths = new HashSet<>();
    Set<String> names = new HashSet<>();
    for (Place device : devices.elements()) {
      name(device.at("name"), volumes);
      if (!names.add(device.at("name").text())) {
        device.at("name").invalid("must be unique");
      }
      Place path = device.at("devicePath");
      path.require();
      if (!paths.add(path.text())) {
        path.invalid("must be unique");
      }
      Checks.noBacksteps(path);
    }
  }
}
