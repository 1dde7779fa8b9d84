package dev.gantry.kube.rules.defaults;

import tools.jackson.databind.node.ObjectNode;

/// What runs pods to their end.
final class BatchDefaults {
  private BatchDefaults() {}

  static void job(ObjectNode job) {
    ObjectNode spec = Fill.structure(job, "spec");
    if (Fill.isUnset(spec, "completions") && Fill.isUnset(spec, "parallelism")) {
      spec.put("completions", 1);
    }
    Fill.number(spec, "parallelism", 1);
    boolean perIndex = !Fill.isUnset(spec, "backoffLimitPerIndex");
    Fill.number(spec, "backoffLimit", perIndex ? Integer.MAX_VALUE : 6);
    labels(job, spec);
    Fill.text(spec, "completionMode", "NonIndexed");
    Fill.bool(spec, "suspend", false);
    boolean hasFailurePolicy = !Fill.isUnset(spec, "podFailurePolicy");
    Fill.text(spec, "podReplacementPolicy", hasFailurePolicy ? "Failed" : "TerminatingOrFailed");
    template(spec);
  }

  static void cronJob(ObjectNode cronJob) {
    ObjectNode spec = Fill.structure(cronJob, "spec");
    Fill.text(spec, "concurrencyPolicy", "Allow");
    Fill.bool(spec, "suspend", false);
    Fill.number(spec, "successfulJobsHistoryLimit", 3);
    Fill.number(spec, "failedJobsHistoryLimit", 1);
    Fill.within(
        spec, "jobTemplate", template -> Fill.within(template, "spec", BatchDefaults::template));
  }

  private static void template(ObjectNode jobSpec) {
    PodDefaults.template(jobSpec);
    Fill.within(
        jobSpec,
        "podFailurePolicy",
        policy ->
            Fill.each(
                policy,
                "rules",
                rule ->
                    Fill.each(
                        rule,
                        "onPodConditions",
                        condition -> Fill.text(condition, "status", "True"))));
  }

  private static void labels(ObjectNode job, ObjectNode spec) {
    if (spec.path("template").path("metadata").path("labels") instanceof ObjectNode labels
        && !labels.isEmpty()
        && job.path("metadata").path("labels").isEmpty()) {
      Fill.structure(job, "metadata").set("labels", labels.deepCopy());
    }
  }
}
