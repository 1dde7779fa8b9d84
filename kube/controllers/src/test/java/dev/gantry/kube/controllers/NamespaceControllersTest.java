package dev.gantry.kube.controllers;

import static dev.gantry.kube.controllers.Fixture.key;
import static dev.gantry.kube.objects.BuiltInKinds.CONFIG_MAP;
import static dev.gantry.kube.objects.BuiltInKinds.NAMESPACE;
import static dev.gantry.kube.objects.BuiltInKinds.POD;
import static dev.gantry.kube.objects.BuiltInKinds.SERVICE_ACCOUNT;
import static dev.gantry.platform.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.kube.client.DeleteOptions;
import dev.gantry.kube.objects.Conditions;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NamespaceControllersTest {
  private static final ObjectKey NAME = ObjectKey.clusterScoped("d");

  private final Fixture fixture = new Fixture();

  @AfterEach
  void close() throws Exception {
    fixture.close();
  }

  private void startNamespaces() {
    fixture.start(
        new NamespaceController(
            fixture.informers,
            List.of(
                new ServedKind(CONFIG_MAP, true),
                new ServedKind(POD, true),
                new ServedKind(NAMESPACE, false)),
            fixture.timers,
            fixture.clock));
    fixture.cluster.create(KubeObject.named(NAMESPACE, NAME));
  }

  private String reason(String condition) {
    return Conditions.find(fixture.cluster.get(NAMESPACE, NAME), condition)
        .map(c -> c.path("reason").asString("") + ": " + c.path("message").asString(""))
        .orElse("");
  }

  @Test
  void podsGoFirstThenTheRestAndThenTheNamespace() {
    startNamespaces();
    FakeNode node = fixture.node();
    node.keepDying(true);
    fixture.cluster.create(Fixture.pod("web", "web"));
    fixture.cluster.create(KubeObject.named(CONFIG_MAP, key("settings")));
    eventually(
        () ->
            assertThat(fixture.get(POD, "web").spec().path("nodeName").asString(""))
                .isEqualTo("n1"));
    fixture.cluster.delete(NAMESPACE, NAME, DeleteOptions.DEFAULT);
    eventually(
        () ->
            assertThat(reason("NamespaceContentRemaining"))
                .isEqualTo(
                    "SomeResourcesRemain: Some resources are remaining: pods. has 1 resource"
                        + " instances"));
    assertThat(fixture.cluster.all(CONFIG_MAP)).hasSize(1);
    node.keepDying(false);
    eventually(() -> assertThat(fixture.cluster.all(NAMESPACE)).isEmpty());
    assertThat(fixture.cluster.all(CONFIG_MAP)).isEmpty();
  }

  @Test
  void aFinalizerOfSomebodyElseIsNamedAndAwaited() {
    startNamespaces();
    fixture.cluster.create(
        KubeObject.named(CONFIG_MAP, key("kept"))
            .edit(json -> json.withObject("metadata").putArray("finalizers").add("x/y")));
    fixture.cluster.delete(NAMESPACE, NAME, DeleteOptions.DEFAULT);
    eventually(
        () ->
            assertThat(reason("NamespaceFinalizersRemaining"))
                .contains("x/y in 1 resource instances"));
    fixture.edit(CONFIG_MAP, "kept", json -> json.withObject("metadata").remove("finalizers"));
    eventually(() -> assertThat(fixture.cluster.all(NAMESPACE)).isEmpty());
  }

  @Test
  void everyNamespaceHasItsAccountAndCertificateAgainWhenTheyAreRemoved() {
    fixture.start(NamespaceDefaults.serviceAccounts(fixture.informers, fixture.timers));
    fixture.start(NamespaceDefaults.rootCertificates(fixture.informers, fixture.timers, "PEM"));
    fixture.cluster.create(KubeObject.named(NAMESPACE, NAME));
    eventually(() -> assertThat(fixture.cluster.find(SERVICE_ACCOUNT, key("default"))).isPresent());
    eventually(
        () ->
            assertThat(
                    fixture.get(CONFIG_MAP, "kube-root-ca.crt").at("data", "ca.crt").asString(""))
                .isEqualTo("PEM"));
    fixture.cluster.remove(SERVICE_ACCOUNT, key("default"));
    fixture.edit(
        CONFIG_MAP, "kube-root-ca.crt", json -> json.withObject("data").put("ca.crt", "forged"));
    eventually(() -> assertThat(fixture.cluster.find(SERVICE_ACCOUNT, key("default"))).isPresent());
    eventually(
        () ->
            assertThat(
                    fixture.get(CONFIG_MAP, "kube-root-ca.crt").at("data", "ca.crt").asString(""))
                .isEqualTo("PEM"));
  }
}
