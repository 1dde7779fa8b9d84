package dev.gantry.kube.rules;

import static dev.gantry.kube.rules.Documents.json;
import static dev.gantry.kube.rules.Documents.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.kube.objects.BuiltInKinds;
import dev.gantry.kube.objects.FieldSelector;
import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.objects.KubeObject;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class ViewsTest {

  @Nested
  final class Fields {
    private final KubeObject pod =
        object(
            """
            {'apiVersion':'v1','kind':'Pod','metadata':{'name':'p','namespace':'n'},
             'spec':{'nodeName':'n1'},'status':{'phase':'Running'}}""");

    private boolean matches(String selector) {
      return SelectableFields.matching(BuiltInKinds.POD, FieldSelector.parse(selector)).test(pod);
    }

    @Test
    void podsAreSelectedByNodeAndPhase() {
      assertThat(matches("spec.nodeName=n1,status.phase!=Failed,metadata.name=p")).isTrue();
      assertThat(matches("spec.nodeName=n2")).isFalse();
      assertThat(matches("spec.host=n1")).isTrue();
      assertThat(matches("spec.hostNetwork=false")).isTrue();
    }

    @Test
    void otherFieldsAreRefused() {
      assertThatThrownBy(() -> matches("spec.foo=x"))
          .hasMessage("field label not supported: spec.foo");
      assertThatThrownBy(
              () ->
                  SelectableFields.matching(BuiltInKinds.CONFIG_MAP, FieldSelector.parse("data=x")))
          .hasMessage(
              "\"data\" is not a known field selector: only \"metadata.name\","
                  + " \"metadata.namespace\"");
    }
  }

  @Nested
  final class Scaling {
    private final KubeObject deployment =
        object(
            """
            {'apiVersion':'apps/v1','kind':'Deployment',
             'metadata':{'name':'d','namespace':'n','resourceVersion':'5'},
             'spec':{'replicas':3,'selector':{'matchLabels':{'app':'x'}}},
             'status':{'replicas':2}}""");

    @Test
    void showsTheNumberAndTheSelector() {
      assertThat(Scale.of(deployment).json())
          .isEqualTo(
              json(
                  """
                  {'kind':'Scale','apiVersion':'autoscaling/v1',
                   'metadata':{'name':'d','namespace':'n','resourceVersion':'5'},
                   'spec':{'replicas':3},'status':{'replicas':2,'selector':'app=x'}}"""));
    }

    @Test
    void setsTheNumber() {
      var workload = deployment.json().deepCopy();
      Scale.apply(object("{'spec':{'replicas':7}}"), workload);
      assertThat(workload.path("spec").path("replicas").asInt()).isEqualTo(7);
      assertThat(Scale.problems(object("{'spec':{'replicas':-1}}")).getFirst().line())
          .isEqualTo("spec.replicas: Invalid value: -1: must be greater than or equal to 0");
    }
  }

  @Nested
  final class Versions {
    @Test
    void eventsKeepWhatTheyHadThereAndBack() {
      var core =
          json(
              """
              {'apiVersion':'v1','kind':'Event','metadata':{'name':'e'},
               'involvedObject':{'name':'p'},'message':'m','source':{'component':'c'},
               'count':3,'firstTimestamp':'t','reportingComponent':'r','reason':'x'}""");
      var events = Conversions.convert(core, new GroupVersionKind("events.k8s.io", "v1", "Event"));
      assertThat(events)
          .isEqualTo(
              json(
                  """
                  {'apiVersion':'events.k8s.io/v1','kind':'Event','metadata':{'name':'e'},
                   'regarding':{'name':'p'},'note':'m','deprecatedSource':{'component':'c'},
                   'deprecatedCount':3,'deprecatedFirstTimestamp':'t','reportingController':'r',
                   'reason':'x'}"""));
      assertThat(Conversions.convert(events, BuiltInKinds.EVENT)).isEqualTo(core);
    }

    @Test
    void autoscalersKeepWhatTheyHadThereAndBack() {
      var v2 =
          json(
              """
              {'apiVersion':'autoscaling/v2','kind':'HorizontalPodAutoscaler',
               'metadata':{'name':'h'},'spec':{'maxReplicas':3,'metrics':[
                {'type':'Resource','resource':{'name':'cpu','target':
                  {'type':'Utilization','averageUtilization':50}}},
                {'type':'Resource','resource':{'name':'memory','target':
                  {'type':'AverageValue','averageValue':'1Gi'}}}],
                'behavior':{'scaleUp':{'selectPolicy':'Max'}}},
               'status':{'desiredReplicas':1,'conditions':[{'type':'AbleToScale'}]}}""");
      var v1 =
          Conversions.convert(
              v2, new GroupVersionKind("autoscaling", "v1", "HorizontalPodAutoscaler"));
      assertThat(v1.path("spec"))
          .isEqualTo(json("{'maxReplicas':3,'targetCPUUtilizationPercentage':50}"));
      assertThat(v1.path("metadata").path("annotations").size()).isEqualTo(3);
      assertThat(
              Conversions.convert(
                  v1, new GroupVersionKind("autoscaling", "v2", "HorizontalPodAutoscaler")))
          .isEqualTo(v2);
    }
  }
}
