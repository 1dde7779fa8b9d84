package dev.gantry.kube.rules.preparation;

import static dev.gantry.kube.rules.Documents.json;
import static dev.gantry.kube.rules.Documents.object;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class PreparationTest {

  @Nested
  final class Creating {
    @Test
    void aPodStartsPendingWhateverTheClientSent() {
      var pod =
          json(
              """
              {'apiVersion':'v1','kind':'Pod','metadata':{'name':'a','generation':7,
               'selfLink':'x','deletionTimestamp':'2026-01-01T00:00:00Z'},
               'spec':{'containers':[{'name':'c'}]},'status':{'phase':'Running'}}""");
      Preparation.forCreate(pod);
      assertThat(pod)
          .isEqualTo(
              json(
                  """
                  {'apiVersion':'v1','kind':'Pod','metadata':{'name':'a','generation':1},
                   'spec':{'containers':[{'name':'c'}]},
                   'status':{'phase':'Pending','qosClass':'BestEffort'}}"""));
    }

    @Test
    void aNamespaceWaitsForItsContentWhenItIsDeleted() {
      var namespace = json("{'apiVersion':'v1','kind':'Namespace','metadata':{'name':'a'}}");
      Preparation.forCreate(namespace);
      assertThat(namespace.path("spec")).isEqualTo(json("{'finalizers':['kubernetes']}"));
      assertThat(namespace.path("status")).isEqualTo(json("{'phase':'Active'}"));
    }

    @Test
    void plainTextsOfSecretsBecomeData() {
      var secret =
          json(
              """
              {'apiVersion':'v1','kind':'Secret','metadata':{'name':'a'},
               'data':{'a':'eA==','b':'eA=='},'stringData':{'a':'hi'}}""");
      Preparation.forCreate(secret);
      assertThat(secret.path("data")).isEqualTo(json("{'a':'aGk=','b':'eA=='}"));
      assertThat(secret.has("stringData")).isFalse();
      assertThat(secret.path("metadata").has("generation")).isFalse();
    }

    @Test
    void aJobSelectsItsPodsByItsUid() {
      var job =
          json(
              """
              {'apiVersion':'batch/v1','kind':'Job','metadata':{'name':'j','uid':'u'},
               'spec':{'template':{'spec':{}}}}""");
      Preparation.forCreate(job);
      assertThat(job.path("spec").path("selector"))
          .isEqualTo(json("{'matchLabels':{'batch.kubernetes.io/controller-uid':'u'}}"));
      assertThat(job.path("spec").path("template").path("metadata").path("labels"))
          .isEqualTo(
              json(
                  """
                  {'job-name':'j','batch.kubernetes.io/job-name':'j','controller-uid':'u',
                   'batch.kubernetes.io/controller-uid':'u'}"""));
    }
  }

  @Nested
  final class Updating {
    private static final String DEPLOYMENT =
        """
        {'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'a','uid':'u',
         'creationTimestamp':'2026-01-01T00:00:00Z','generation':3},
         'spec':{'replicas':%d},'status':{'replicas':%d}}""";

    @Test
    void aChangedSpecIsANewGenerationAndTheStatusStays() {
      var now = json(DEPLOYMENT.formatted(2, 9));
      Preparation.forUpdate(now, object(DEPLOYMENT.formatted(1, 1)));
      assertThat(now.path("metadata").path("generation").asInt()).isEqualTo(4);
      assertThat(now.path("status")).isEqualTo(json("{'replicas':1}"));
    }

    @Test
    void anUnchangedSpecIsNot() {
      var now = json(DEPLOYMENT.formatted(1, 1));
      now.putObject("metadata").put("name", "a").put("generation", 99);
      Preparation.forUpdate(now, object(DEPLOYMENT.formatted(1, 1)));
      assertThat(now).isEqualTo(json(DEPLOYMENT.formatted(1, 1)));
    }

    @Test
    void aStatusWriteLeavesTheSpecAlone() {
      var now = json(DEPLOYMENT.formatted(5, 5));
      Preparation.forStatus(now, object(DEPLOYMENT.formatted(1, 1)));
      assertThat(now.path("spec")).isEqualTo(json("{'replicas':1}"));
      assertThat(now.path("status")).isEqualTo(json("{'replicas':5}"));
      assertThat(now.path("metadata").path("generation").asInt()).isEqualTo(3);
    }

    @Test
    void finalizersOfNamespacesChangeOnTheirOwnPathOnly() {
      var before =
          object(
              """
              {'apiVersion':'v1','kind':'Namespace','metadata':{'name':'a'},
               'spec':{'finalizers':['kubernetes']},'status':{'phase':'Terminating'}}""");
      var now = json("{'apiVersion':'v1','kind':'Namespace','metadata':{'name':'a'},'spec':{}}");
      var finalized = now.deepCopy();
      Preparation.forUpdate(now, before);
      assertThat(now).isEqualTo(before.json());
      Preparation.forSubresource("finalize", finalized, before);
      assertThat(finalized.path("spec")).isEmpty();
      assertThat(finalized.path("status").path("phase").asString()).isEqualTo("Terminating");
    }

    @Test
    void ephemeralContainersAreAllThatTheirPathChanges() {
      var before =
          object(
              """
              {'apiVersion':'v1','kind':'Pod','metadata':{'name':'a','resourceVersion':'5',
               'generation':1},'spec':{'containers':[{'name':'c','image':'a'}]}}""");
      var now =
          json(
              """
              {'apiVersion':'v1','kind':'Pod','metadata':{'name':'a','resourceVersion':'4'},
               'spec':{'containers':[{'name':'c','image':'b'}],
                'ephemeralContainers':[{'name':'d'}]}}""");
      Preparation.forSubresource("ephemeralcontainers", now, before);
      assertThat(now)
          .isEqualTo(
              json(
                  """
                  {'apiVersion':'v1','kind':'Pod','metadata':{'name':'a','resourceVersion':'4',
                   'generation':2},'spec':{'containers':[{'name':'c','image':'a'}],
                   'ephemeralContainers':[{'name':'d'}]}}"""));
    }
  }
}
