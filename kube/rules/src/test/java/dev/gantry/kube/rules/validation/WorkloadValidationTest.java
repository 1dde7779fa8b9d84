package dev.gantry.kube.rules.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.kube.objects.StatusException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WorkloadValidationTest {
  private static final String TEMPLATE =
      """
      'template':{'metadata':{'labels':{'app':'x'}},
       'spec':{'containers':[{'name':'c','image':'a'}]}}""";
  private static final String SELECTOR = "'selector':{'matchLabels':{'app':'x'}}";

  private static String object(String kind, String spec) {
    return "{'apiVersion':'"
        + (kind.equals("ReplicationController") ? "v1" : "apps/v1")
        + "','kind':'"
        + kind
        + "','metadata':{'name':'x','namespace':'n'},'spec':{"
        + spec
        + "}}";
  }

  private static List<String> deployment(String spec) {
    return Lines.ofCreate(object("Deployment", spec));
  }

  @Test
  void ordinaryOnesAreFine() {
    for (String kind : List.of("Deployment", "ReplicaSet", "DaemonSet", "StatefulSet")) {
      assertThat(Lines.ofCreate(object(kind, SELECTOR + "," + TEMPLATE))).as(kind).isEmpty();
    }
    assertThat(Lines.ofCreate(object("ReplicationController", TEMPLATE))).isEmpty();
  }

  @Test
  void theSelectorMatchesTheTemplate() {
    var deployment =
        Lines.defaulted(object("Deployment", "'selector':{'matchLabels':{'app':'y'}}," + TEMPLATE));
    var refusal =
        StatusException.invalid(
            deployment.groupVersionKind(), "x", Validation.ofCreate(deployment));
    assertThat(refusal)
        .hasMessage(
            "Deployment.apps \"x\" is invalid: spec.template.metadata.labels: Invalid value:"
                + " {\"app\":\"x\"}: `selector` does not match template `labels`");
  }

  @Test
  void aSelectorIsRequired() {
    assertThat(deployment(TEMPLATE))
        .containsExactly(
            "spec.selector: Required value",
            "spec.template.metadata.labels: Invalid value: {\"app\":\"x\"}: `selector` does not"
                + " match template `labels`");
    assertThat(deployment("'selector':{}," + TEMPLATE))
        .containsExactly(
            "spec.selector: Invalid value: {}: empty selector is invalid for deployment");
  }

  @Test
  void numbersAreNotNegative() {
    assertThat(deployment("'replicas':-1," + SELECTOR + "," + TEMPLATE))
        .containsExactly("spec.replicas: Invalid value: -1: must be greater than or equal to 0");
    assertThat(deployment("'minReadySeconds':700," + SELECTOR + "," + TEMPLATE))
        .containsExactly(
            "spec.progressDeadlineSeconds: Invalid value: 600: must be greater than"
                + " minReadySeconds");
  }

  @Test
  void theStrategyCanProceed() {
    assertThat(
            deployment(
                "'strategy':{'rollingUpdate':{'maxSurge':0,'maxUnavailable':0}},"
                    + SELECTOR
                    + ","
                    + TEMPLATE))
        .containsExactly(
            "spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when"
                + " `maxSurge` is 0");
    assertThat(deployment("'strategy':{'type':'Blink'}," + SELECTOR + "," + TEMPLATE))
        .containsExactly(
            "spec.strategy.type: Unsupported value: \"Blink\": supported values: \"Recreate\","
                + " \"RollingUpdate\"");
  }

  @Test
  void podsOfWorkloadsAlwaysRestart() {
    assertThat(
            deployment(
                SELECTOR
                    + ","
                    + TEMPLATE.replace("'containers'", "'restartPolicy':'Never','containers'")))
        .containsExactly(
            "spec.template.spec.restartPolicy: Unsupported value: \"Never\": supported values:"
                + " \"Always\"");
  }

  @Test
  void selectorsDoNotChange() {
    assertThat(
            Lines.ofUpdate(
                object(
                    "Deployment",
                    "'selector':{'matchLabels':{'app':'x','b':'c'}},"
                        + TEMPLATE.replace("'app':'x'", "'app':'x','b':'c'")),
                object("Deployment", SELECTOR + "," + TEMPLATE)))
        .containsExactly(
            "spec.selector: Invalid value: {\"matchLabels\":{\"app\":\"x\",\"b\":\"c\"}}: field is"
                + " immutable");
  }

  @Test
  void mostOfAStatefulSetDoesNotChange() {
    String spec = SELECTOR + "," + TEMPLATE;
    assertThat(
            Lines.ofUpdate(
                object("StatefulSet", "'replicas':3," + spec), object("StatefulSet", spec)))
        .isEmpty();
    assertThat(
            Lines.ofUpdate(
                object("StatefulSet", "'serviceName':'s'," + spec), object("StatefulSet", spec)))
        .singleElement()
        .asString()
        .startsWith(
            "spec: Forbidden: updates to statefulset spec for fields other than 'replicas',");
  }

  @Test
  void statusesAddUp() {
    var before = Lines.defaulted(object("ReplicaSet", SELECTOR + "," + TEMPLATE));
    var now =
        before.edit(json -> json.putObject("status").put("replicas", 1).put("readyReplicas", 2));
    assertThat(Lines.lines(Validation.ofStatusUpdate(now, before)))
        .containsExactly(
            "status.readyReplicas: Invalid value: 2: cannot be greater than status.replicas");
  }
}
