package dev.gantry.kube.controllers;

import static dev.gantry.kube.controllers.Fixture.key;
import static dev.gantry.kube.objects.BuiltInKinds.CONFIG_MAP;
import static dev.gantry.kube.objects.BuiltInKinds.NAMESPACE;
import static dev.gantry.kube.objects.BuiltInKinds.POD;
import static dev.gantry.kube.objects.BuiltInKinds.SECRET;
import static dev.gantry.platform.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.kube.client.DeleteOptions;
import dev.gantry.kube.client.DeleteOptions.Propagation;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class GarbageCollectorTest {
  private final Fixture fixture = new Fixture();

  @BeforeEach
  void start() {
    fixture.start(
        new GarbageCollector(
            fixture.informers,
            List.of(
                new ServedKind(POD, true),
                new ServedKind(CONFIG_MAP, true),
                new ServedKind(SECRET, true),
                new ServedKind(NAMESPACE, false)),
            fixture.timers,
            fixture.clock));
  }

  @AfterEach
  void close() throws Exception {
    fixture.close();
  }

  private KubeObject map(String name, KubeObject... owners) {
    return map("d", name, owners);
  }

  private KubeObject map(String namespace, String name, KubeObject... owners) {
    return fixture.cluster.create(
        KubeObject.named(CONFIG_MAP, new ObjectKey(namespace, name))
            .edit(json -> own(json, owners)));
  }

  private static void own(ObjectNode json, KubeObject... owners) {
    for (KubeObject owner : owners) {
      json.withObject("metadata")
          .withArray("ownerReferences")
          .addObject()
          .put("apiVersion", owner.apiVersion())
          .put("kind", owner.kind())
          .put("name", owner.name())
          .put("uid", owner.uid())
          .put("blockOwnerDeletion", true);
    }
  }

  private void delete(String name, Propagation policy) {
    fixture.cluster.delete(CONFIG_MAP, key(name), DeleteOptions.DEFAULT.propagation(policy));
  }

  private List<String> names() {
    return fixture.cluster.all(CONFIG_MAP).stream().map(KubeObject::name).toList();
  }

  @Test
  void dependentsFollowTheirOwner() {
    KubeObject root = map("root");
    KubeObject child = map("child", root);
    map("grandchild", child);
    map("free");
    delete("root", Propagation.BACKGROUND);
    eventually(() -> assertThat(names()).containsExactly("free"));
  }

  @Test
  void orphansStay() {
    KubeObject root = map("root");
    map("child", root);
    eventually(() -> assertThat(fixture.informers.of(CONFIG_MAP).list()).hasSize(2));
    delete("root", Propagation.ORPHAN);
    eventually(() -> assertThat(names()).containsExactly("child"));
    assertThat(fixture.get(CONFIG_MAP, "child").owners()).isEmpty();
  }

  @Test
  void anOwnerDeletedInTheForegroundWaitsForItsDependents() {
    KubeObject root = map("root");
    KubeObject child = map("child", root);
    fixture.edit(
        CONFIG_MAP, "child", json -> json.withObject("metadata").putArray("finalizers").add("x/y"));
    eventually(() -> assertThat(fixture.informers.of(CONFIG_MAP).list()).hasSize(2));
    delete("root", Propagation.FOREGROUND);
    eventually(() -> assertThat(fixture.get(CONFIG_MAP, "child").isBeingDeleted()).isTrue());
    assertThat(fixture.get(CONFIG_MAP, "root").finalizers()).contains("foregroundDeletion");
    fixture.edit(
        CONFIG_MAP, child.name(), json -> json.withObject("metadata").remove("finalizers"));
    eventually(() -> assertThat(names()).isEmpty());
  }

  @Test
  void aDependentWithAnotherOwnerStays() {
    KubeObject dying = map("dying");
    KubeObject solid = map("solid");
    map("child", dying, solid);
    eventually(() -> assertThat(fixture.informers.of(CONFIG_MAP).list()).hasSize(3));
    delete("dying", Propagation.FOREGROUND);
    eventually(() -> assertThat(names()).containsExactly("child", "solid"));
    eventually(
        () ->
            assertThat(fixture.get(CONFIG_MAP, "child").owners())
                .singleElement()
                .matches(owner -> owner.uid().equals(solid.uid())));
  }

  @Test
  void aCircleOfOwnersDoesNotBlock() {
    KubeObject a = map("a");
    KubeObject b = map("b", a);
    KubeObject c = map("c", b);
    fixture.edit(CONFIG_MAP, "a", json -> own(json, c));
    eventually(
        () ->
            assertThat(fixture.informers.of(CONFIG_MAP).find(key("a")))
                .get()
                .matches(object -> !object.owners().isEmpty()));
    eventually(() -> assertThat(fixture.informers.of(CONFIG_MAP).list()).hasSize(3));
    delete("a", Propagation.FOREGROUND);
    eventually(() -> assertThat(names()).isEmpty());
  }

  @Test
  void anOwnerThatNeverWasIsAbsent() {
    KubeObject ghost = fixture.cluster.create(KubeObject.named(SECRET, key("ghost")));
    fixture.cluster.remove(SECRET, key("ghost"));
    map("child", ghost);
    eventually(() -> assertThat(names()).isEmpty());
  }

  @Test
  void anOwnerInAnotherNamespaceDoesNotCountAndIsReported() {
    KubeObject elsewhere = map("e", "root");
    eventually(() -> assertThat(fixture.informers.of(CONFIG_MAP).list()).hasSize(1));
    map("child", elsewhere);
    eventually(() -> assertThat(names()).containsExactly("root"));
    eventually(
        () ->
            assertThat(fixture.eventMessages("OwnerRefInvalidNamespace"))
                .singleElement()
                .asString()
                .contains("does not exist in namespace \"d\""));
  }

  @Test
  void anOwnerOfAKindNobodyServesIsLeftAlone() {
    KubeObject strange =
        map("root").edit(json -> json.put("kind", "Strange").put("apiVersion", "example.com/v1"));
    map("child", strange);
    map("probe", fixture.cluster.create(KubeObject.named(SECRET, key("s"))));
    fixture.cluster.remove(SECRET, key("s"));
    eventually(() -> assertThat(names()).containsExactly("child", "root"));
  }
}
