package dev.gantry.kube.controllers;

import static dev.gantry.kube.objects.BuiltInKinds.CONFIG_MAP;
import static dev.gantry.kube.objects.BuiltInKinds.DEPLOYMENT;
import static dev.gantry.kube.objects.BuiltInKinds.NAMESPACE;
import static dev.gantry.kube.objects.BuiltInKinds.POD;
import static dev.gantry.kube.objects.BuiltInKinds.REPLICA_SET;
import static dev.gantry.kube.objects.BuiltInKinds.SERVICE_ACCOUNT;
import static dev.gantry.platform.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.kube.client.DeleteOptions;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// All controllers together: what one does, the others must not undo.
class ControllersTest {
  private static final ObjectKey NAME = ObjectKey.clusterScoped("d");

  private final Fixture fixture = new Fixture();

  @AfterEach
  void close() throws Exception {
    fixture.close();
    assertThat(fixture.cluster.watches()).isZero();
  }

  @Test
  void aDeploymentLivesAndGoesWithItsNamespace() {
    fixture.start(
        Controllers.start(
            Controllers.Config.of("PEM"),
            fixture.informers,
            List.of(
                new ServedKind(POD, true),
                new ServedKind(REPLICA_SET, true),
                new ServedKind(DEPLOYMENT, true),
                new ServedKind(CONFIG_MAP, true),
                new ServedKind(SERVICE_ACCOUNT, true),
                new ServedKind(NAMESPACE, false)),
            fixture.timers,
            fixture.clock));
    fixture.node();
    fixture.cluster.create(KubeObject.named(NAMESPACE, NAME));
    fixture.cluster.create(Fixture.deployment("web", 3, "web:1"));
    eventually(
        () ->
            assertThat(fixture.deployment().status().path("availableReplicas").asInt(0))
                .isEqualTo(3));
    fixture.cluster.delete(
        DEPLOYMENT,
        Fixture.key("web"),
        DeleteOptions.DEFAULT.propagation(DeleteOptions.Propagation.FOREGROUND));
    eventually(() -> assertThat(fixture.cluster.all(DEPLOYMENT)).isEmpty());
    assertThat(fixture.sets()).isEmpty();
    assertThat(fixture.pods()).isEmpty();

    fixture.cluster.delete(NAMESPACE, NAME, DeleteOptions.DEFAULT);
    eventually(() -> assertThat(fixture.cluster.all(NAMESPACE)).isEmpty());
    eventually(() -> assertThat(fixture.cluster.all(SERVICE_ACCOUNT)).isEmpty());
  }
}
