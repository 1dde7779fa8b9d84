package dev.gantry.kube.rules.validation;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.Names;

/// Pods when they are made.
final class PodValidation {
  private PodValidation() {}

  static void create(Place pod) {
    Place spec = pod.at("spec");
    PodSpecValidation.spec(spec);
    if (spec.at("serviceAccountName").isBlank()) {
      tokensWithoutAccount(spec);
    }
    ContainerValidation.onlyForPods(spec.at("containers"));
    ContainerValidation.onlyForPods(spec.at("initContainers"));
    if (!spec.at("ephemeralContainers").isEmpty()) {
      spec.at("ephemeralContainers").forbidden("cannot be set on create");
    }
    if (!spec.at("nodeName").isBlank() && !spec.at("schedulingGates").isEmpty()) {
      spec.at("nodeName").forbidden("cannot be set until all schedulingGates have been cleared");
    }
  }

  private static void tokensWithoutAccount(Place spec) {
    for (Place volume : spec.at("volumes").elements()) {
      for (Place source : volume.at("projected", "sources").elements()) {
        if (source.at("serviceAccountToken").isSet()) {
          source
              .at("serviceAccountToken")
              .forbidden("must not be specified when serviceAccountName is not set");
        }
      }
    }
  }

  /// What the node agent reports.
  static void status(Place pod, KubeObject before) {
    Place spec = pod.at("spec");
    String nodeBefore = before.spec().path("nodeName").asString("");
    if (!spec.at("nodeName").text().equals(nodeBefore)) {
      Checks.immutable(spec.at("nodeName"), before.spec().path("nodeName"));
    }
    Place nominated = pod.at("status", "nominatedNodeName");
    if (!nominated.isBlank()) {
      nominated.check(Names::dnsSubdomain);
    }
    for (Place ip : pod.at("status", "podIPs").elements()) {
      ip.at("ip").check(Syntax::ip);
    }
  }
}
