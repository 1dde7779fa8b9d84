package dev.gantry.kube.controllers;

import dev.gantry.kube.objects.KubeObject;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// The annotations by which Deployments and their ReplicaSets know revisions and sizes.
final class Revisions {
  static final String REVISION = "deployment.kubernetes.io/revision";
  private static final String HISTORY = "deployment.kubernetes.io/revision-history";
  static final String DESIRED = "deployment.kubernetes.io/desired-replicas";
  static final String MAX = "deployment.kubernetes.io/max-replicas";

  /// What a ReplicaSet does not take over from its Deployment.
  private static final Set<String> NOT_COPIED =
      Set.of(
          "kubectl.kubernetes.io/last-applied-configuration",
          REVISION,
          HISTORY,
          DESIRED,
          MAX,
          "deprecated.deployment.rollback.to");

  private static final int LONGEST_HISTORY = 2000;

  private Revisions() {}

  /// Zero when there is none.
  static long of(KubeObject object) {
    try {
      return Long.parseLong(object.annotations().getOrDefault(REVISION, "0"));
    } catch (NumberFormatException _) {
      // Somebody has written nonsense there; the next roll-out writes a number again.
      return 0;
    }
  }

  static long newest(Collection<KubeObject> replicaSets) {
    return replicaSets.stream().mapToLong(Revisions::of).max().orElse(0);
  }

  /// The annotations of the current ReplicaSet: its own, the Deployment's, and the revision, which
  /// a set of long ago gets anew when a roll-back makes it current again.
  static Map<String, String> annotations(
      KubeObject deployment, Map<String, String> present, long revision) {
    Map<String, String> annotations = new LinkedHashMap<>(present);
    deployment
        .annotations()
        .forEach(
            (name, value) -> {
              if (!NOT_COPIED.contains(name)) {
                annotations.put(name, value);
              }
            });
    String before = annotations.getOrDefault(REVISION, "");
    if (before.isEmpty() || number(before) < revision) {
      annotations.put(REVISION, Long.toString(revision));
      if (!before.isEmpty()) {
        annotations.put(HISTORY, appended(annotations.getOrDefault(HISTORY, ""), before));
      }
    }
    return annotations;
  }

  private static String appended(String history, String revision) {
    String longer = history.isEmpty() ? revision : history + "," + revision;
    while (longer.length() > LONGEST_HISTORY && longer.contains(",")) {
      longer = longer.substring(longer.indexOf(',') + 1);
    }
    return longer;
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException _) {
      return 0;
    }
  }

  /// The sizes by which a later change of the number is recognized and shared out.
  static Map<String, String> sizes(DeploymentSpec spec) {
    return Map.of(
        DESIRED,
        Integer.toString(spec.replicas()),
        MAX,
        Integer.toString(spec.replicas() + spec.maxSurge()));
  }
}
