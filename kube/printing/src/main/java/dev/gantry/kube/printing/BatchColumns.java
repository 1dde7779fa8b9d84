package dev.gantry.kube.printing;

import static dev.gantry.kube.printing.Column.number;
import static dev.gantry.kube.printing.Column.text;
import static dev.gantry.kube.printing.Column.timed;

import dev.gantry.kube.objects.KubeObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// What runs pods to completion.
final class BatchColumns {
  private BatchColumns() {}

  static final List<Column> JOBS =
      List.of(
          Column.NAME,
          text("Status", "How far the job is.", BatchColumns::status),
          text("Completions", "Pods that succeeded, of those wanted.", BatchColumns::completions),
          timed("Duration", "Time the job took, or has taken so far.", BatchColumns::duration),
          Column.AGE,
          PodColumns.containers("spec", "template").onlyWide(),
          PodColumns.images("spec", "template").onlyWide(),
          text(
                  "Selector",
                  "Labels of the pods it counts as its own.",
                  object -> Texts.selector(object.spec().path("selector")))
              .onlyWide());

  static final List<Column> CRON_JOBS =
      List.of(
          Column.NAME,
          text(
              "Schedule",
              "When jobs are started, in cron's words.",
              object -> object.spec().path("schedule").asString("")),
          text(
              "Timezone",
              "Time zone of the schedule.",
              object -> Texts.orElse(object.spec().path("timeZone"), Texts.NONE)),
          text(
              "Suspend",
              "Whether no jobs are started.",
              object -> Texts.truth(object.spec().path("suspend"))),
          number(
              "Active", "Jobs that are running.", object -> object.status().path("active").size()),
          timed(
              "Last Schedule",
              "Time since a job was started last.",
              (object, now) -> {
                String last = object.status().path("lastScheduleTime").asString("");
                return last.isEmpty() ? Texts.NONE : Ages.since(last, now);
              }),
          Column.AGE,
          PodColumns.containers("spec", "jobTemplate", "spec", "template").onlyWide(),
          PodColumns.images("spec", "jobTemplate", "spec", "template").onlyWide(),
          text(
                  "Selector",
                  "Labels of the pods it counts as its own.",
                  object -> Texts.selector(object.at("spec", "jobTemplate", "spec", "selector")))
              .onlyWide());

  private static String status(KubeObject job) {
    for (String end : List.of("Complete", "Failed")) {
      if (Texts.hasCondition(job.status(), end, "True")) {
        return end;
      }
    }
    if (job.isBeingDeleted()) {
      return "Terminating";
    }
    return Stream.of("Suspended", "FailureTarget", "SuccessCriteriaMet")
        .filter(type -> Texts.hasCondition(job.status(), type, "True"))
        .findFirst()
        .orElse("Running");
  }

  private static String completions(KubeObject job) {
    int succeeded = job.status().path("succeeded").asInt(0);
    JsonNode wanted = job.spec().path("completions");
    int parallel = job.spec().path("parallelism").asInt(0);
    if (wanted.isNumber()) {
      return succeeded + "/" + wanted.asInt();
    }
    return parallel > 1 ? succeeded + "/1 of " + parallel : succeeded + "/1";
  }

  private static String duration(KubeObject job, Instant now) {
    Instant end = Ages.parse(job.status().path("completionTime").asString("")).orElse(now);
    return Ages.parse(job.status().path("startTime").asString(""))
        .map(start -> Ages.text(Duration.between(start, end)))
        .orElse("");
  }
}
