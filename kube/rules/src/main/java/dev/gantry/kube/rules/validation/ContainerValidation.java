package dev.gantry.kube.rules.validation;

import dev.gantry.kube.objects.Names;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// Containers: what is asked of every one, and what of those that start first, run, or are added
/// later.
final class ContainerValidation {
  private static final List<String> MESSAGE_POLICIES = List.of("FallbackToLogsOnError", "File");
  private static final List<String> PULL_POLICIES = List.of("Always", "IfNotPresent", "Never");
  private static final List<String> RESIZE_POLICIES = List.of("NotRequired", "RestartContainer");

  private final Set<String> volumes;
  private final OptionalLong gracePeriod;

  /// @param volumes the names of the pod's volumes that are in order
  /// @param gracePeriod how long the pod takes to end, where it says so
  ContainerValidation(Set<String> volumes, OptionalLong gracePeriod) {
    this.volumes = volumes;
    this.gracePeriod = gracePeriod;
  }

  void containers(Place containers) {
    if (containers.isEmpty()) {
      containers.required();
      return;
    }
    Set<String> names = new HashSet<>();
    for (Place container : containers.elements()) {
      common(container);
      if (!names.add(container.at("name").text())) {
        container.at("name").duplicate();
      }
      runs(container);
      if (container.at("restartPolicy").isSet()) {
        container.at("restartPolicy").forbidden("may not be set for non-init containers");
      }
    }
    PortValidation.hostPortConflicts(containers.elements());
  }

  void initContainers(Place initContainers, Place containers) {
    Set<String> names = new HashSet<>();
    containers.elements().forEach(c -> names.add(c.at("name").text()));
    for (Place container : initContainers.elements()) {
      boolean sidecar = container.at("restartPolicy").is("Always");
      common(container);
      container.at("restartPolicy").optionallyOneOf(List.of("Always"));
      String name = container.at("name").text();
      if (!name.isEmpty() && !names.add(name)) {
        container.at("name").duplicate();
      }
      PortValidation.hostPortConflicts(List.of(container));
      if (sidecar) {
        runs(container);
        continue;
      }
      for (String field : List.of("lifecycle", "livenessProbe", "readinessProbe", "startupProbe")) {
        if (container.at(field).isSet()) {
          container
              .at(field)
              .forbidden("may not be set for init containers without restartPolicy=Always");
        }
      }
      if (!container.at("resizePolicy").isEmpty()) {
        container.at("resizePolicy").invalid("must not be set for init containers");
      }
    }
  }

  /// Containers added to a pod that runs. They may not ask for anything the pod did not.
  void ephemeralContainers(Place ephemeral, Place containers, Place initContainers) {
    Set<String> known = new HashSet<>();
    containers.elements().forEach(c -> known.add(c.at("name").text()));
    Set<String> targets = new HashSet<>(known);
    initContainers.elements().forEach(c -> known.add(c.at("name").text()));
    for (Place container : ephemeral.elements()) {
      common(container);
      String name = container.at("name").text();
      if (!name.isEmpty() && !known.add(name)) {
        container.at("name").duplicate();
      }
      Place target = container.at("targetContainerName");
      if (!target.isBlank() && !targets.contains(target.text())) {
        target.notFound();
      }
      for (String field :
          List.of(
              "ports",
              "lifecycle",
              "livenessProbe",
              "readinessProbe",
              "startupProbe",
              "resizePolicy",
              "restartPolicy")) {
        if (container.at(field).isSet()) {
          container.at(field).forbidden("cannot be set for an Ephemeral Container");
        }
      }
      if (!container.at("resources").isEmpty()) {
        container.at("resources").forbidden("cannot be set for an Ephemeral Container");
      }
      for (Place mount : container.at("volumeMounts").elements()) {
        if (!mount.at("subPath").isBlank()) {
          mount.at("subPath").forbidden("cannot be set for an Ephemeral Container");
        }
        if (!mount.at("subPathExpr").isBlank()) {
          mount.at("subPathExpr").forbidden("cannot be set for an Ephemeral Container");
        }
      }
    }
  }

  private void runs(Place container) {
    ProbeValidation probes = new ProbeValidation(gracePeriod);
    probes.lifecycle(container.at("lifecycle"));
    probes.liveness(container.at("livenessProbe"));
    probes.readiness(container.at("readinessProbe"));
    probes.startup(container.at("startupProbe"));
  }

  private void common(Place container) {
    Place name = container.at("name");
    if (name.require()) {
      name.check(Names::dnsLabel);
    }
    container.at("image").require();
    container.at("terminationMessagePolicy").oneOf(MESSAGE_POLICIES);
    PortValidation.ports(container.at("ports"));
    EnvValidation.variables(container.at("env"));
    EnvValidation.sources(container.at("envFrom"));
    VolumeMountValidation.mounts(container, volumes);
    container.at("imagePullPolicy").oneOf(PULL_POLICIES);
    ResourcesValidation.requirements(container.at("resources"));
    for (Place policy : container.at("resizePolicy").elements()) {
      policy.at("resourceName").oneOf(List.of("cpu", "memory"));
      policy.at("restartPolicy").oneOf(RESIZE_POLICIES);
    }
    SecurityContextValidation.container(container.at("securityContext"));
  }

  /// Rules for pods that templates never had, so that old ones stay valid.
  static void onlyForPods(Place containers) {
    for (Place container : containers.elements()) {
      imageWithoutSpaces(container.at("image"));
    }
  }

  static void imageWithoutSpaces(Place image) {
    if (!image.text().equals(image.text().strip())) {
      image.invalid("must not have leading or trailing whitespace");
    }
  }
}
