package dev.gantry.kube.rules.validation;

import dev.gantry.kube.objects.Names;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// What a pod consists of; the same for pods and templates.
final class PodSpecValidation {
  private static final List<String> RESTARTS = List.of("Always", "OnFailure", "Never");

  private PodSpecValidation() {}

  static void spec(Place spec) {
    Set<String> volumes = VolumeValidation.volumes(spec.at("volumes"));
    Place grace = spec.at("terminationGracePeriodSeconds");
    ContainerValidation containers =
        new ContainerValidation(
            volumes, grace.isSet() ? OptionalLong.of(grace.number()) : OptionalLong.empty());
    containers.containers(spec.at("containers"));
    containers.initContainers(spec.at("initContainers"), spec.at("containers"));
    containers.ephemeralContainers(
        spec.at("ephemeralContainers"), spec.at("containers"), spec.at("initContainers"));
    if (spec.at("resources").isSet()) {
      ResourcesValidation.requirements(spec.at("resources"));
    }
    if (spec.at("hostNetwork").isTrue()) {
      PortValidation.onHostNetwork(spec.at("containers"));
    }
    spec.at("restartPolicy").oneOf(RESTARTS);
    spec.at("dnsPolicy").oneOf(DnsValidation.POLICIES);
    Checks.labels(spec.at("nodeSelector"));
    SecurityContextValidation.pod(spec.at("securityContext"), spec);
    AffinityValidation.affinity(spec.at("affinity"));
    DnsValidation.config(spec.at("dnsConfig"), spec.at("dnsPolicy").is("None"));
    SchedulingValidation.readinessGates(spec.at("readinessGates"));
    SchedulingValidation.gates(spec.at("schedulingGates"));
    SchedulingValidation.topologySpread(spec.at("topologySpreadConstraints"));
    names(spec);
    SchedulingValidation.tolerations(spec.at("tolerations"));
    DnsValidation.hostAliases(spec.at("hostAliases"));
    classes(spec);
  }

  private static void names(Place spec) {
    checkIfSet(spec.at("serviceAccountName"), true);
    checkIfSet(spec.at("nodeName"), true);
    Place deadline = spec.at("activeDeadlineSeconds");
    if (deadline.isSet()) {
      deadline.between(1, Integer.MAX_VALUE);
    }
    checkIfSet(spec.at("hostname"), false);
    checkIfSet(spec.at("subdomain"), false);
  }

  private static void classes(Place spec) {
    checkIfSet(spec.at("priorityClassName"), true);
    checkIfSet(spec.at("runtimeClassName"), true);
    spec.at("preemptionPolicy").optionallyOneOf(List.of("Never", "PreemptLowerPriority"));
    Place overhead = spec.at("overhead");
    for (String name : overhead.keys()) {
      ResourcesValidation.amount(overhead.key(name), name);
    }
    if (spec.at("os").isSet()) {
      spec.at("os").at("name").oneOf(List.of("linux", "windows"));
    }
  }

  private static void checkIfSet(Place name, boolean subdomain) {
    if (!name.isBlank()) {
      name.check(subdomain ? Names::dnsSubdomain : Names::dnsLabel);
    }
  }
}
