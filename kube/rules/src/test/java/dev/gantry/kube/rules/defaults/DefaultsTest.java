package dev.gantry.kube.rules.defaults;

import static dev.gantry.kube.rules.Documents.json;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

final class DefaultsTest {

  private static ObjectNode filled(String text) {
    ObjectNode object = json(text);
    Defaults.apply(object);
    ObjectNode again = object.deepCopy();
    Defaults.apply(again);
    assertThat(again).as("filling in twice").isEqualTo(object);
    return object;
  }

  @Nested
  final class Pods {
    private static final String CONTAINER =
        """
        {'name':'c','image':'web','resources':{},'terminationMessagePath':'/dev/termination-log',
         'terminationMessagePolicy':'File','imagePullPolicy':'Always'}""";
    private static final String SPEC =
        """
        'restartPolicy':'Always','terminationGracePeriodSeconds':30,'dnsPolicy':'ClusterFirst',
        'securityContext':{},'schedulerName':'default-scheduler'""";

    @Test
    void theSmallestPodGetsWhatUpstreamGivesIt() {
      assertThat(
              filled(
                  """
                  {'apiVersion':'v1','kind':'Pod','metadata':{'name':'a'},
                   'spec':{'containers':[{'name':'c','image':'web'}]}}"""))
          .isEqualTo(
              json(
                  "{'apiVersion':'v1','kind':'Pod','metadata':{'name':'a'},'spec':{'containers':["
                      + CONTAINER
                      + "],"
                      + SPEC
                      + ",'enableServiceLinks':true}}"));
    }

    @Test
    void templatesLackWhatIsAPodsOwn() {
      var deployment =
          filled(
              """
              {'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'a'},
               'spec':{'template':{'spec':{'containers':[
                 {'name':'c','image':'web','resources':{'limits':{'cpu':'1'}}}]}}}}""");
      var spec = deployment.path("spec").path("template").path("spec");
      assertThat(spec.has("enableServiceLinks")).isFalse();
      assertThat(spec.path("containers").get(0).path("resources"))
          .isEqualTo(json("{'limits':{'cpu':'1'}}"));
      assertThat(deployment.path("spec").path("strategy"))
          .isEqualTo(
              json(
                  """
                  {'type':'RollingUpdate',
                   'rollingUpdate':{'maxUnavailable':'25%','maxSurge':'25%'}}"""));
    }

    @Test
    void requestsComeFromLimits() {
      var pod =
          filled(
              """
              {'apiVersion':'v1','kind':'Pod','spec':{'containers':[{'name':'c','resources':
               {'limits':{'cpu':'1','memory':'1Gi'},'requests':{'cpu':'500m'}}}]}}""");
      assertThat(pod.path("spec").path("containers").get(0).path("resources").path("requests"))
          .isEqualTo(json("{'cpu':'500m','memory':'1Gi'}"));
    }

    @ParameterizedTest
    @CsvSource({
      "web, Always",
      "web:latest, Always",
      "web:1, IfNotPresent",
      "h:5000/web, Always",
      "h:5000/web:2, IfNotPresent",
      "web@sha256:abc, IfNotPresent",
      "'', IfNotPresent",
      "web:latest@sha256:abc, Always"
    })
    void pullPolicyFollowsTheTag(String image, String policy) {
      var pod =
          filled(
              "{'apiVersion':'v1','kind':'Pod','spec':{'containers':[{'image':'" + image + "'}]}}");
      assertThat(pod.path("spec").path("containers").get(0).path("imagePullPolicy").asString())
          .isEqualTo(policy);
    }

    @Test
    void probesVolumesAndReferencesAreFilledIn() {
      var pod =
          filled(
              """
              {'apiVersion':'v1','kind':'Pod','spec':{
               'volumes':[{'name':'e'},{'name':'s','secret':{'secretName':'s'}},
                {'name':'h','hostPath':{'path':'/x'}},
                {'name':'p','projected':{'sources':[{'serviceAccountToken':{'path':'t'}}]}}],
               'hostNetwork':true,
               'containers':[{'name':'c','image':'a:1','ports':[{'containerPort':80}],
                'env':[{'name':'N','valueFrom':{'fieldRef':{'fieldPath':'metadata.name'}}}],
                'livenessProbe':{'httpGet':{'port':80}}}]}}""");
      var spec = pod.path("spec");
      assertThat(spec.path("volumes"))
          .isEqualTo(
              json("""
                      {'v':[{'name':'e','emptyDir':{}},
                       {'name':'s','secret':{'secretName':'s','defaultMode':420}},
                       {'name':'h','hostPath':{'path':'/x','type':''}},
                       {'name':'p','projected':{'sources':[{'serviceAccountToken':
                         {'path':'t','expirationSeconds':3600}}],'defaultMode':420}}]}""")
                  .path("v"));
      var container = spec.path("containers").get(0);
      assertThat(container.path("ports").get(0))
          .isEqualTo(json("{'containerPort':80,'protocol':'TCP','hostPort':80}"));
      assertThat(container.path("env").get(0).path("valueFrom").path("fieldRef"))
          .isEqualTo(json("{'fieldPath':'metadata.name','apiVersion':'v1'}"));
      assertThat(container.path("livenessProbe"))
          .isEqualTo(
              json(
                  """
                  {'httpGet':{'port':80,'path':'/','scheme':'HTTP'},'timeoutSeconds':1,
                   'periodSeconds':10,'successThreshold':1,'failureThreshold':3}"""));
    }
  }

  @Test
  void aReplicationControllerTakesItsSelectorFromTheTemplate() {
    var controller =
        filled(
            """
            {'apiVersion':'v1','kind':'ReplicationController','metadata':{'name':'a'},
             'spec':{'template':{'metadata':{'labels':{'app':'web'}}}}}""");
    assertThat(controller.path("spec").path("selector")).isEqualTo(json("{'app':'web'}"));
    assertThat(controller.path("metadata").path("labels")).isEqualTo(json("{'app':'web'}"));
    assertThat(controller.path("spec").path("replicas").asInt()).isEqualTo(1);
  }

  @Test
  void aServiceGetsItsPortsAndPolicies() {
    var service =
        filled(
            """
            {'apiVersion':'v1','kind':'Service',
             'spec':{'type':'NodePort','ports':[{'port':80}]}}""");
    assertThat(service.path("spec"))
        .isEqualTo(
            json(
                """
                {'type':'NodePort','ports':[{'port':80,'protocol':'TCP','targetPort':80}],
                 'sessionAffinity':'None','externalTrafficPolicy':'Cluster',
                 'internalTrafficPolicy':'Cluster'}"""));
  }

  @Test
  void aNamespaceIsLabelledWithItsName() {
    assertThat(filled("{'apiVersion':'v1','kind':'Namespace','metadata':{'name':'a'}}"))
        .isEqualTo(
            json(
                """
                {'apiVersion':'v1','kind':'Namespace','metadata':{'name':'a','labels':
                 {'kubernetes.io/metadata.name':'a'}},'status':{'phase':'Active'}}"""));
  }

  @Test
  void limitsOfContainersDefaultToTheMaximum() {
    var range =
        filled(
            """
            {'apiVersion':'v1','kind':'LimitRange','spec':{'limits':[
             {'type':'Container','max':{'cpu':'2'},'min':{'memory':'1Mi'}}]}}""");
    assertThat(range.path("spec").path("limits").get(0))
        .isEqualTo(
            json(
                """
                {'type':'Container','max':{'cpu':'2'},'min':{'memory':'1Mi'},
                 'default':{'cpu':'2'},'defaultRequest':{'cpu':'2','memory':'1Mi'}}"""));
  }

  @Test
  void jobsRunOnceAndCronJobsKeepHistory() {
    assertThat(filled("{'apiVersion':'batch/v1','kind':'Job'}").path("spec"))
        .isEqualTo(
            json(
                """
                {'completions':1,'parallelism':1,'backoffLimit':6,'completionMode':'NonIndexed',
                 'suspend':false,'podReplacementPolicy':'TerminatingOrFailed'}"""));
    assertThat(filled("{'apiVersion':'batch/v1','kind':'CronJob'}").path("spec"))
        .isEqualTo(
            json(
                """
                {'concurrencyPolicy':'Allow','suspend':false,'successfulJobsHistoryLimit':3,
                 'failedJobsHistoryLimit':1}"""));
  }

  @Test
  void whatHasTheWrongTypeIsLeftForValidation() {
    var broken = json("{'apiVersion':'v1','kind':'Pod','spec':{'containers':'x','volumes':[1]}}");
    Defaults.apply(broken);
    assertThat(broken.path("spec").path("containers").asString()).isEqualTo("x");
  }
}
