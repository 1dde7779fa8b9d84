package dev.gantry.kube.rules.preparation;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Jobs find their pods by the job's uid, unless the user takes the selector into his own hands.
final class JobPreparation {
  private static final String UID_LABEL = "batch.kubernetes.io/controller-uid";

  private JobPreparation() {}

  static void create(ObjectNode job) {
    ObjectNode spec = Parts.structure(job, "spec");
    if (spec.path("manualSelector").asBoolean(false)) {
      return;
    }
    ObjectNode template = Parts.structure(spec, "template");
    ObjectNode labels = Parts.structure(Parts.structure(template, "metadata"), "labels");
    String uid = job.path("metadata").path("uid").asString("");
    String name = job.path("metadata").path("name").asString("");
    for (String label : List.of("job-name", "batch.kubernetes.io/job-name")) {
      putIfAbsent(labels, label, name);
    }
    for (String label : List.of("controller-uid", UID_LABEL)) {
      putIfAbsent(labels, label, uid);
    }
    ObjectNode selector = Parts.structure(spec, "selector");
    putIfAbsent(Parts.structure(selector, "matchLabels"), UID_LABEL, uid);
  }

  /// A label the user set is left for validation to refuse.
  private static void putIfAbsent(ObjectNode labels, String name, String value) {
    if (!labels.has(name)) {
      labels.put(name, value);
    }
  }
}
