package dev.gantry.kube.api;

import static dev.gantry.kube.api.TestApi.configMap;
import static dev.gantry.kube.api.TestApi.object;
import static dev.gantry.kube.api.TestApi.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.kube.client.DeleteOptions;
import dev.gantry.kube.client.DeleteOptions.Propagation;
import dev.gantry.kube.client.PatchType;
import dev.gantry.kube.objects.BuiltInKinds;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.objects.StatusReason;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DeletionTest {
  @RegisterExtension final TestApi cluster = new TestApi();

  private Deletion delete(String name, DeleteOptions options) {
    return cluster.delete(BuiltInKinds.CONFIG_MAP, name, options);
  }

  private boolean exists(String name) {
    return cluster.client().find(BuiltInKinds.CONFIG_MAP, TestApi.inDefault(name)).isPresent();
  }

  private KubeObject held(String finalizer) {
    return cluster
        .create(
            configMap("a", "1")
                .edit(json -> json.withObject("/metadata").putArray("finalizers").add(finalizer)))
        .object();
  }

  @Test
  void aFinalizerHoldsAnObjectUntilItIsGone() {
    held("example.com/hold");
    Deletion deletion = delete("a", DeleteOptions.DEFAULT);
    assertThat(deletion.gone()).isFalse();
    assertThat(deletion.answersObject()).isTrue();
    assertThat(deletion.object().isBeingDeleted()).isTrue();
    assertThat(deletion.object().metadata().path("deletionGracePeriodSeconds").asInt(-1)).isZero();
    KubeObject last =
        cluster
            .patch(
                BuiltInKinds.CONFIG_MAP, "a", PatchType.MERGE, "{'metadata':{'finalizers':null}}")
            .object();
    assertThat(last.finalizers()).isEmpty();
    assertThat(exists("a")).isFalse();
  }

  @Test
  void noFinalizerIsAddedOnceAnObjectIsBeingDeleted() {
    held("example.com/hold");
    delete("a", DeleteOptions.DEFAULT);
    assertThatThrownBy(
            () ->
                cluster.patch(
                    BuiltInKinds.CONFIG_MAP,
                    "a",
                    PatchType.MERGE,
                    "{'metadata':{'finalizers':['example.com/hold','example.com/more']}}"))
        .isInstanceOfSatisfying(
            StatusException.class, e -> assertThat(e.reason()).isEqualTo(StatusReason.INVALID))
        .hasMessageContaining("no new finalizers can be added if the object is being deleted");
  }

  @Test
  void theTimeOfDeletionCannotBeTakenBack() {
    held("example.com/hold");
    delete("a", DeleteOptions.DEFAULT);
    cluster.patch(
        BuiltInKinds.CONFIG_MAP, "a", PatchType.MERGE, "{'metadata':{'labels':{'x':'y'}}}");
    assertThat(cluster.get(BuiltInKinds.CONFIG_MAP, "a").isBeingDeleted()).isTrue();
  }

  @Test
  void policiesForDependentsBecomeFinalizers() {
    cluster.create(configMap("a", "1"));
    cluster.create(configMap("b", "1"));
    cluster.create(configMap("c", "1"));
    assertThat(
            delete("a", DeleteOptions.DEFAULT.propagation(Propagation.ORPHAN))
                .object()
                .finalizers())
        .containsExactly("orphan");
    assertThat(
            delete("b", DeleteOptions.DEFAULT.propagation(Propagation.FOREGROUND))
                .object()
                .finalizers())
        .containsExactly("foregroundDeletion");
    assertThat(delete("c", DeleteOptions.DEFAULT.propagation(Propagation.BACKGROUND)).gone())
        .isTrue();
  }

  @Test
  void aScheduledPodGetsTimeToEnd() {
    cluster.createServiceAccount();
    cluster.create(pod("p"));
    cluster.bind("p");
    KubeObject dying = cluster.delete(BuiltInKinds.POD, "p", DeleteOptions.DEFAULT).object();
    assertThat(dying.metadata().path("deletionGracePeriodSeconds").asInt()).isEqualTo(30);
    assertThat(dying.metadata().path("deletionTimestamp").asString())
        .isEqualTo("2026-01-02T03:04:35Z");
    cluster.clock.advance(Duration.ofSeconds(1));
    KubeObject sooner =
        cluster.delete(BuiltInKinds.POD, "p", DeleteOptions.DEFAULT.grace(5)).object();
    assertThat(sooner.metadata().path("deletionTimestamp").asString())
        .isEqualTo("2026-01-02T03:04:10Z");
    KubeObject later =
        cluster.delete(BuiltInKinds.POD, "p", DeleteOptions.DEFAULT.grace(60)).object();
    assertThat(later.metadata().path("deletionGracePeriodSeconds").asInt()).isEqualTo(5);
    Deletion end = cluster.delete(BuiltInKinds.POD, "p", DeleteOptions.DEFAULT.grace(0));
    assertThat(end.gone()).isTrue();
  }

  @Test
  void aPodOnNoNodeGoesAtOnce() {
    cluster.createServiceAccount();
    cluster.create(pod("p"));
    Deletion deletion = cluster.delete(BuiltInKinds.POD, "p", DeleteOptions.DEFAULT);
    assertThat(deletion.gone()).isTrue();
    assertThat(deletion.answersObject()).isTrue();
  }

  @Test
  void aNamespaceTerminatesAndTakesNothingNew() {
    cluster.create(object("{'apiVersion':'v1','kind':'Namespace','metadata':{'name':'n'}}"));
    Deletion deletion = cluster.delete(BuiltInKinds.NAMESPACE, "n", DeleteOptions.DEFAULT);
    assertThat(deletion.gone()).isFalse();
    assertThat(deletion.object().status().path("phase").asString()).isEqualTo("Terminating");
    assertThatThrownBy(
            () ->
                cluster.create(
                    object(
                        """
                        {'apiVersion':'v1','kind':'ConfigMap',
                         'metadata':{'name':'a','namespace':'n'}}""")))
        .hasMessage(
            "configmaps \"a\" is forbidden: unable to create new content in namespace n because it"
                + " is being terminated");
    KubeObject emptied =
        deletion.object().edit(json -> json.withObject("/spec").remove("finalizers"));
    cluster
        .api()
        .update(
            TestApi.ADMIN,
            cluster.kind(BuiltInKinds.NAMESPACE),
            ObjectKey.clusterScoped("n"),
            "finalize",
            emptied,
            TestApi.WRITE);
    assertThat(cluster.client().find(BuiltInKinds.NAMESPACE, ObjectKey.clusterScoped("n")))
        .isEmpty();
  }

  @Test
  void theSystemsOwnNamespacesStay() {
    assertThatThrownBy(
            () -> cluster.delete(BuiltInKinds.NAMESPACE, "kube-system", DeleteOptions.DEFAULT))
        .hasMessage("namespaces \"kube-system\" is forbidden: this namespace may not be deleted");
  }
}
