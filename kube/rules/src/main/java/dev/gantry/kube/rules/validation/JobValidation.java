package dev.gantry.kube.rules.validation;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.LabelSelector;
import dev.gantry.kube.objects.StatusException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;

/// Jobs and CronJobs.
final class JobValidation {
  private static final List<String> NUMBERS =
      List.of(
          "parallelism",
          "completions",
          "activeDeadlineSeconds",
          "backoffLimit",
          "ttlSecondsAfterFinished",
          "backoffLimitPerIndex",
          "maxFailedIndexes");
  private static final List<String> GENERATED =
      List.of("controller-uid", "batch.kubernetes.io/controller-uid");
  private static final int LONGEST_CRON_NAME = 52;

  private JobValidation() {}

  static void job(Place job) {
    Place spec = job.at("spec");
    generatedLabels(job);
    spec(spec);
    Place selector = spec.at("selector");
    if (!selector.isSet()) {
      selector.required();
      return;
    }
    Checks.labelSelector(selector);
    try {
      PodTemplateValidation.matches(
          spec.at("template"), LabelSelector.ofStructure(selector.value()));
    } catch (StatusException e) {
      selector.invalid("invalid label selector");
    }
  }

  /// A selector that the server makes holds the job's uid, and so does the template.
  private static void generatedLabels(Place job) {
    Place spec = job.at("spec");
    if (spec.at("manualSelector").isTrue()) {
      return;
    }
    String uid = job.at("metadata", "uid").text();
    Place labels = spec.at("template", "metadata").at("labels");
    for (String label : GENERATED) {
      Place value = labels.key(label);
      if (!value.text().equals(uid)) {
        value
            .as(spec.at("template", "metadata"), "labels")
            .invalidAs(labels.value().toString(), "must be '" + uid + "'");
      }
    }
  }

  private static void spec(Place spec) {
    NUMBERS.forEach(field -> spec.at(field).notNegative());
    Place mode = spec.at("completionMode");
    if (mode.is("Indexed") && !spec.at("completions").isSet()) {
      spec.at("completions").required("when completion mode is Indexed");
    }
    mode.optionallyOneOf(List.of("NonIndexed", "Indexed"));
    if (!mode.is("Indexed")) {
      for (String field : List.of("backoffLimitPerIndex", "maxFailedIndexes")) {
        if (spec.at(field).isSet()) {
          spec.at(field).invalid("requires indexed completion mode");
        }
      }
    }
    Place replacement = spec.at("podReplacementPolicy");
    boolean policy = spec.at("podFailurePolicy").isSet();
    replacement.optionallyOneOf(
        policy ? List.of("Failed") : List.of("Failed", "TerminatingOrFailed"));
    Place template = spec.at("template");
    PodTemplateValidation.template(template);
    Place restart = template.at("spec", "restartPolicy");
    if (restart.is("Always")) {
      restart.required("valid values: \"OnFailure\", \"Never\"");
    } else if (policy && !restart.is("Never")) {
      restart.invalid("only \"Never\" is supported when podFailurePolicy is specified");
    }
  }

  static void jobUpdate(Place job, KubeObject before) {
    job(job);
    Place spec = job.at("spec");
    for (String field :
        List.of(
            "selector",
            "completionMode",
            "podFailurePolicy",
            "backoffLimitPerIndex",
            "managedBy")) {
      Checks.immutable(spec.at(field), before.spec().path(field));
    }
    boolean waiting =
        before.spec().path("suspend").asBoolean(false) && !before.status().has("startTime");
    if (!waiting) {
      Checks.immutable(spec.at("template"), before.spec().path("template"));
    }
    Place completions = spec.at("completions");
    boolean together =
        spec.at("completionMode").is("Indexed")
            && Checks.same(completions.value(), spec.at("parallelism").value());
    if (!together) {
      Checks.immutable(completions, before.spec().path("completions"));
    }
  }

  static void cronJob(Place cronJob) {
    Place name = cronJob.at("metadata", "name");
    if (name.text().length() > LONGEST_CRON_NAME) {
      name.invalid("must be no more than " + LONGEST_CRON_NAME + " characters");
    }
    Place spec = cronJob.at("spec");
    Place schedule = spec.at("schedule");
    if (schedule.require()) {
      CronSyntax.problem(schedule.text()).ifPresent(schedule::invalid);
    }
    Place zone = spec.at("timeZone");
    if (zone.isSet()) {
      zone(zone);
    }
    spec.at("startingDeadlineSeconds").notNegative();
    Place policy = spec.at("concurrencyPolicy");
    policy.oneOf(List.of("Allow", "Forbid", "Replace"));
    Place template = spec.at("jobTemplate", "spec");
    if (template.at("selector").isSet()) {
      template.at("selector").invalid("`selector` will be auto-generated");
    }
    if (template.at("manualSelector").isTrue()) {
      template.at("manualSelector").notSupported(List.of("nil", "false"));
    }
    spec(template);
    spec.at("successfulJobsHistoryLimit").notNegative();
    spec.at("failedJobsHistoryLimit").notNegative();
  }

  private static void zone(Place zone) {
    if (zone.isBlank()) {
      zone.invalid("timeZone must be nil or non-empty string");
      return;
    }
    if (zone.text().equalsIgnoreCase("Local")) {
      zone.invalid(
          "timeZone must be an explicit time zone as defined in"
              + " https://www.iana.org/time-zones");
      return;
    }
    try {
      ZoneId.of(zone.text());
    } catch (DateTimeException e) {
      zone.invalid("unknown time zone " + zone.text());
    }
  }
}
