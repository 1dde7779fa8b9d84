package dev.gantry.kube.api;

import static dev.gantry.kube.api.TestApi.ADMIN;
import static dev.gantry.kube.api.TestApi.WRITE;
import static dev.gantry.kube.api.TestApi.configMap;
import static dev.gantry.kube.api.TestApi.inDefault;
import static dev.gantry.kube.api.TestApi.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.kube.auth.UserInfo;
import dev.gantry.kube.client.DeleteOptions;
import dev.gantry.kube.client.PatchType;
import dev.gantry.kube.objects.BuiltInKinds;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.objects.StatusReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class VerbsTest {
  @RegisterExtension final TestApi cluster = new TestApi();

  private static StatusException refusal(Runnable request) {
    try {
      request.run();
    } catch (StatusException e) {
      return e;
    }
    throw new AssertionError("not refused");
  }

  @Test
  void createGivesTheObjectItsIdentity() {
    Written written = cluster.create(configMap("a", "1"));
    assertThat(written.created()).isTrue();
    KubeObject object = written.object();
    assertThat(object.uid()).isNotEmpty();
    assertThat(object.creationTimestamp()).isEqualTo("2026-01-02T03:04:05Z");
    assertThat(Long.parseLong(object.resourceVersion())).isPositive();
    assertThat(object.at("metadata", "managedFields").get(0).path("manager").asString())
        .isEqualTo("test");
    assertThat(cluster.get(BuiltInKinds.CONFIG_MAP, "a")).isEqualTo(object);
  }

  @Test
  void aTakenNameIsRefused() {
    cluster.create(configMap("a", "1"));
    StatusException refusal = refusal(() -> cluster.create(configMap("a", "2")));
    assertThat(refusal.reason()).isEqualTo(StatusReason.ALREADY_EXISTS);
    assertThat(refusal).hasMessage("configmaps \"a\" already exists");
  }

  @Test
  void namesAreGenerated() {
    KubeObject wanted =
        object(
            """
            {'apiVersion':'v1','kind':'ConfigMap',
             'metadata':{'generateName':'a-','namespace':'default'}}""");
    String first = cluster.create(wanted).object().name();
    String second = cluster.create(wanted).object().name();
    assertThat(first).matches("a-[a-z0-9]{5}").isNotEqualTo(second);
  }

  @Test
  void anObjectNeedsItsNamespace() {
    KubeObject lost =
        object(
            """
            {'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'a','namespace':'none'}}""");
    assertThat(refusal(() -> cluster.create(lost)))
        .hasMessage("namespaces \"none\" not found")
        .satisfies(e -> assertThat(e.isNotFound()).isTrue());
  }

  @Test
  void bodyAndPathMustAgree() {
    assertThatThrownBy(
            () ->
                cluster
                    .api()
                    .create(
                        ADMIN,
                        cluster.kind(BuiltInKinds.CONFIG_MAP),
                        "kube-system",
                        configMap("a", "1"),
                        WRITE))
        .hasMessage(
            "the namespace of the provided object does not match the namespace sent on the"
                + " request");
    assertThatThrownBy(
            () ->
                cluster
                    .api()
                    .create(
                        ADMIN,
                        cluster.kind(BuiltInKinds.SECRET),
                        "default",
                        configMap("a", "1"),
                        WRITE))
        .hasMessageContaining("does not match the expected kind (Secret)");
  }

  @Test
  void dryRunStoresNothing() {
    KubeObject object =
        cluster
            .api()
            .create(
                ADMIN,
                cluster.kind(BuiltInKinds.CONFIG_MAP),
                "default",
                configMap("a", "1"),
                WRITE.withoutStoring())
            .object();
    assertThat(object.uid()).isNotEmpty();
    assertThat(refusal(() -> cluster.get(BuiltInKinds.CONFIG_MAP, "a")))
        .hasMessage("configmaps \"a\" not found");
  }

  @Test
  void updateReplacesAndKeepsTheIdentity() {
    KubeObject before = cluster.create(configMap("a", "1")).object();
    KubeObject after = cluster.update(configMap("a", "2")).object();
    assertThat(after.at("data", "key").asString()).isEqualTo("2");
    assertThat(after.uid()).isEqualTo(before.uid());
    assertThat(after.creationTimestamp()).isEqualTo(before.creationTimestamp());
    assertThat(Long.parseLong(after.resourceVersion()))
        .isGreaterThan(Long.parseLong(before.resourceVersion()));
  }

  @Test
  void anUpdateOfAnOldVersionIsAConflict() {
    KubeObject before = cluster.create(configMap("a", "1")).object();
    cluster.update(configMap("a", "2"));
    StatusException refusal = refusal(() -> cluster.update(before));
    assertThat(refusal.isConflict()).isTrue();
    assertThat(refusal)
        .hasMessage(
            "Operation cannot be fulfilled on configmaps \"a\": the object has been modified;"
                + " please apply your changes to the latest version and try again");
  }

  @Test
  void anUpdateOfAnotherObjectOfThatNameIsAConflict() {
    cluster.create(configMap("a", "1"));
    KubeObject other =
        configMap("a", "2").edit(json -> json.withObject("/metadata").put("uid", "other"));
    assertThat(refusal(() -> cluster.update(other)))
        .hasMessageContaining("Precondition failed: UID in precondition: other");
  }

  @Test
  void aWriteThatChangesNothingTakesNoRevision() {
    KubeObject before = cluster.create(configMap("a", "1")).object();
    cluster.clock.advance(java.time.Duration.ofSeconds(5));
    assertThat(cluster.update(configMap("a", "1")).object().resourceVersion())
        .isEqualTo(before.resourceVersion());
    assertThat(
            cluster
                .patch(BuiltInKinds.CONFIG_MAP, "a", PatchType.MERGE, "{'data':{'key':'1'}}")
                .object()
                .resourceVersion())
        .isEqualTo(before.resourceVersion());
  }

  @Test
  void patchesComeInThreeLanguages() {
    cluster.create(configMap("a", "1"));
    cluster.patch(BuiltInKinds.CONFIG_MAP, "a", PatchType.MERGE, "{'data':{'b':'2'}}");
    cluster.patch(BuiltInKinds.CONFIG_MAP, "a", PatchType.STRATEGIC_MERGE, "{'data':{'c':'3'}}");
    cluster
        .api()
        .patch(
            ADMIN,
            cluster.kind(BuiltInKinds.CONFIG_MAP),
            inDefault("a"),
            "",
            PatchType.JSON,
            dev.gantry.platform.json.Json.tree(
                "[{\"op\":\"remove\",\"path\":\"/data/key\"}]"
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8)),
            WRITE);
    assertThat(cluster.get(BuiltInKinds.CONFIG_MAP, "a").at("data").toString())
        .isEqualTo("{\"b\":\"2\",\"c\":\"3\"}");
  }

  @Test
  void aPatchOfAnOldVersionIsAConflict() {
    String old = cluster.create(configMap("a", "1")).object().resourceVersion();
    cluster.update(configMap("a", "2"));
    String patch = "{'metadata':{'resourceVersion':'" + old + "'},'data':{'key':'3'}}";
    assertThat(
            refusal(() -> cluster.patch(BuiltInKinds.CONFIG_MAP, "a", PatchType.MERGE, patch))
                .isConflict())
        .isTrue();
  }

  @Test
  void applyCreatesChangesAndFindsConflicts() {
    String json = "{'apiVersion':'v1','kind':'ConfigMap','data':{'key':'%s'}}";
    Written first = apply(json.formatted("1"), "one");
    assertThat(first.created()).isTrue();
    Written second = apply(json.formatted("2"), "one");
    assertThat(second.created()).isFalse();
    assertThat(second.object().at("data", "key").asString()).isEqualTo("2");
    StatusException refusal = refusal(() -> apply(json.formatted("3"), "two"));
    assertThat(refusal.isConflict()).isTrue();
    assertThat(refusal.details().orElseThrow().causes().getFirst().field()).isEqualTo(".data.key");
  }

  private Written apply(String json, String manager) {
    return cluster
        .api()
        .patch(
            ADMIN,
            cluster.kind(BuiltInKinds.CONFIG_MAP),
            inDefault("applied"),
            "",
            PatchType.APPLY,
            TestApi.node(json),
            WRITE.manager(manager));
  }

  @Test
  void deleteRemovesAndSaysWhatWasThere() {
    KubeObject object = cluster.create(configMap("a", "1")).object();
    Deletion deletion = cluster.delete(BuiltInKinds.CONFIG_MAP, "a", DeleteOptions.DEFAULT);
    assertThat(deletion.gone()).isTrue();
    assertThat(deletion.answersObject()).isFalse();
    assertThat(deletion.object().uid()).isEqualTo(object.uid());
    assertThat(refusal(() -> cluster.get(BuiltInKinds.CONFIG_MAP, "a")).isNotFound()).isTrue();
  }

  @Test
  void deleteChecksItsPreconditions() {
    cluster.create(configMap("a", "1"));
    assertThat(
            refusal(
                () ->
                    cluster.delete(
                        BuiltInKinds.CONFIG_MAP, "a", DeleteOptions.DEFAULT.onlyUid("other"))))
        .hasMessageContaining("the UID in the precondition (other) does not match");
  }

  @Test
  void deleteCollectionTakesWhatIsSelected() {
    cluster.create(configMap("a", "1"));
    cluster.create(
        configMap("b", "1")
            .edit(json -> json.withObject("/metadata").putObject("labels").put("x", "y")));
    ListResult deleted =
        cluster
            .api()
            .deleteCollection(
                ADMIN,
                cluster.kind(BuiltInKinds.CONFIG_MAP),
                ListQuery.of(dev.gantry.kube.client.ListOptions.in("default").labels("x=y")),
                DeleteOptions.DEFAULT,
                false);
    assertThat(deleted.items()).hasSize(1);
    assertThat(cluster.list(BuiltInKinds.CONFIG_MAP, TestApi.everything()).items()).hasSize(1);
  }

  @Test
  void whoIsNotAllowedIsToldWhat() {
    var user = new Caller(UserInfo.of("eve"), "");
    assertThat(
            refusal(
                () -> cluster.api().get(user, cluster.kind(BuiltInKinds.POD), inDefault("a"), "")))
        .hasMessage(
            "pods \"a\" is forbidden: User \"eve\" cannot get resource \"pods\" in API group \"\""
                + " in the namespace \"default\"");
    assertThat(
            refusal(
                () ->
                    cluster
                        .api()
                        .get(
                            user,
                            cluster.kind(BuiltInKinds.NODE),
                            ObjectKey.clusterScoped("n"),
                            "")))
        .hasMessage(
            "nodes \"n\" is forbidden: User \"eve\" cannot get resource \"nodes\" in API group"
                + " \"\" at the cluster scope");
  }
}
