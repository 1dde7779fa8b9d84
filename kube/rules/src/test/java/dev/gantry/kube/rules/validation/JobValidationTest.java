package dev.gantry.kube.rules.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.rules.Documents;
import dev.gantry.kube.rules.defaults.Defaults;
import dev.gantry.kube.rules.preparation.Preparation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

final class JobValidationTest {
  private static final String TEMPLATE =
      "'template':{'spec':{'restartPolicy':'Never','containers':[{'name':'c','image':'a'}]}}";

  private static KubeObject job(String spec) {
    ObjectNode job =
        Documents.json(
            "{'apiVersion':'batch/v1','kind':'Job','metadata':{'name':'j','uid':'u'},'spec':{"
                + spec
                + "}}");
    Defaults.apply(job);
    Preparation.forCreate(job);
    return KubeObject.of(job);
  }

  private static List<String> cronJob(String spec) {
    return Lines.ofCreate(
        "{'apiVersion':'batch/v1','kind':'CronJob','metadata':{'name':'c'},'spec':{" + spec + "}}");
  }

  @Test
  void anOrdinaryJobIsFine() {
    assertThat(Validation.ofCreate(job(TEMPLATE))).isEmpty();
  }

  @Test
  void podsOfJobsEnd() {
    assertThat(
            Lines.lines(
                Validation.ofCreate(
                    job("'template':{'spec':{'containers':[{'name':'c','image':'a'}]}}"))))
        .containsExactly(
            "spec.template.spec.restartPolicy: Required value: valid values: \"OnFailure\","
                + " \"Never\"");
  }

  @Test
  void theTemplateOfAJobStays() {
    var before = job(TEMPLATE);
    var now = job(TEMPLATE.replace("'image':'a'", "'image':'b'"));
    assertThat(Lines.lines(Validation.ofUpdate(now, before)))
        .singleElement()
        .asString()
        .startsWith("spec.template: Invalid value: ")
        .endsWith("field is immutable");
  }

  @Test
  void schedulesAreRead() {
    String template = "'jobTemplate':{'spec':{" + TEMPLATE + "}}";
    assertThat(cronJob("'schedule':'*/5 * * * mon-fri'," + template)).isEmpty();
    assertThat(cronJob(template)).containsExactly("spec.schedule: Required value");
    assertThat(cronJob("'schedule':'x'," + template))
        .containsExactly(
            "spec.schedule: Invalid value: \"x\": expected exactly 5 fields, found 1: [x]");
    assertThat(cronJob("'schedule':'@daily','timeZone':'Mars/Base'," + template))
        .containsExactly(
            "spec.timeZone: Invalid value: \"Mars/Base\": unknown time zone Mars/Base");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "60 * * * *; end of range (60) above maximum (59): 60",
        "* * 0 * *; beginning of range (0) below minimum (1): 0",
        "5-1 * * * *; beginning of range (5) beyond end of range (1): 5-1",
        "*/0 * * * *; step of range should be a positive number: */0",
        "a * * * *; failed to parse int from a",
        "@often; unrecognized descriptor: @often"
      })
  void badSchedulesAreExplained(String schedule, String problem) {
    assertThat(CronSyntax.problem(schedule)).contains(problem);
  }
}
