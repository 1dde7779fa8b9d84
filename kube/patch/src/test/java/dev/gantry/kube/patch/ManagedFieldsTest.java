package dev.gantry.kube.patch;

import static dev.gantry.kube.patch.Documents.CONFIG_MAP;
import static dev.gantry.kube.patch.Documents.DEPLOYMENT;
import static dev.gantry.kube.patch.Documents.POD;
import static dev.gantry.kube.patch.Documents.T1;
import static dev.gantry.kube.patch.Documents.T2;
import static dev.gantry.kube.patch.Documents.T3;
import static dev.gantry.kube.patch.Documents.fields;
import static dev.gantry.kube.patch.Documents.json;
import static dev.gantry.kube.patch.Documents.object;
import static dev.gantry.kube.patch.Documents.time;
import static dev.gantry.kube.patch.Documents.tree;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.schema.Kind;
import dev.gantry.platform.json.Json;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class ManagedFieldsTest {
  private static KubeObject create(Kind kind, String rest, String manager) {
    return ManagedFields.recordUpdate(kind, Optional.empty(), object(kind, rest), manager, "", T1);
  }

  private static KubeObject update(
      Kind kind, KubeObject live, String manager, Instant now, Consumer<ObjectNode> change) {
    return ManagedFields.recordUpdate(kind, Optional.of(live), live.edit(change), manager, "", now);
  }

  private static ObjectNode at(ObjectNode object, String field) {
    return (ObjectNode) object.path(field);
  }

  @Test
  void aCreationOwnsAllItBringsAsUpstreamWritesIt() {
    KubeObject created =
        create(
            DEPLOYMENT,
            """
            'metadata':{'labels':{'app':'web'},'uid':'u','creationTimestamp':'2026-01-01T10:00:00Z'},
            'spec':{'replicas':1,'selector':{'matchLabels':{'app':'web'}},
              'strategy':{'type':'RollingUpdate','rollingUpdate':{'maxSurge':'25%'}},
              'template':{'metadata':{'labels':{'app':'web'}},
                'spec':{'containers':[{'name':'web','image':'web:1','resources':{}}],
                  'securityContext':{}}}}
            """,
            "kubectl-create");
    assertThat(fields(created, "kubectl-create", "Update"))
        .isEqualTo(
            "{'f:metadata':{'f:labels':{'.':{},'f:app':{}}},"
                + "'f:spec':{'f:replicas':{},'f:selector':{},"
                + "'f:strategy':{'f:rollingUpdate':{'.':{},'f:maxSurge':{}},'f:type':{}},"
                + "'f:template':{'f:metadata':{'f:labels':{'.':{},'f:app':{}}},"
                + "'f:spec':{'f:containers':{'k:{\\'name\\':\\'web\\'}':{'.':{},'f:image':{},"
                + "'f:name':{},'f:resources':{}}},'f:securityContext':{}}}}}");
  }

  @Test
  void aChangedFieldMovesToItsWriter() {
    KubeObject live = create(CONFIG_MAP, "'data':{'a':'1','b':'2'}", "one");
    KubeObject changed =
        update(CONFIG_MAP, live, "two", T2, object -> at(object, "data").put("a", "x"));
    assertThat(fields(changed, "one", "Update")).isEqualTo("{'f:data':{'.':{},'f:b':{}}}");
    assertThat(fields(changed, "two", "Update")).isEqualTo("{'f:data':{'f:a':{}}}");
    assertThat(time(changed, "one")).isEqualTo(T1.toString());
    assertThat(time(changed, "two")).isEqualTo(T2.toString());
  }

  @Test
  void aRemovedFieldLeavesAllSetsAndAnEmptySetGoes() {
    KubeObject live = create(CONFIG_MAP, "'data':{'a':'1'}", "one");
    live = update(CONFIG_MAP, live, "two", T2, object -> at(object, "data").put("b", "x"));
    KubeObject removed =
        update(CONFIG_MAP, live, "one", T3, object -> at(object, "data").remove("b"));
    assertThat(fields(removed, "two", "Update")).isEqualTo("none");
    assertThat(fields(removed, "one", "Update")).isEqualTo("{'f:data':{'.':{},'f:a':{}}}");
    assertThat(time(removed, "one")).isEqualTo(T1.toString());
  }

  @Test
  void aWriteThatChangesNothingTouchesNothing() {
    KubeObject live = create(CONFIG_MAP, "'data':{'a':'1'}", "one");
    assertThat(update(CONFIG_MAP, live, "two", T2, _ -> {})).isEqualTo(live);
    // A client that does not know managed fields leaves them out.
    KubeObject without =
        update(CONFIG_MAP, live, "two", T2, o -> at(o, "metadata").remove("managedFields"));
    assertThat(without).isEqualTo(live);
    // What the server sets is nobody's.
    KubeObject versioned =
        update(CONFIG_MAP, live, "two", T2, o -> at(o, "metadata").put("resourceVersion", "9"));
    assertThat(fields(versioned, "two", "Update")).isEqualTo("none");
  }

  @Test
  void elementsOfListsAreOwnedOneByOne() {
    KubeObject live =
        create(POD, "'spec':{'containers':[{'name':'a','image':'a:1'}]}", "kubectl-run");
    KubeObject more =
        update(
            POD,
            live,
            "debug",
            T2,
            o -> at(o, "spec").set("ephemeralContainers", json("[{'name':'d','image':'d:1'}]")));
    assertThat(fields(more, "debug", "Update"))
        .isEqualTo(
            "{'f:spec':{'f:ephemeralContainers':{'.':{},'k:{\\'name\\':\\'d\\'}':{'.':{},"
                + "'f:image':{},'f:name':{}}}}}");
  }

  @Test
  void aSetOwnsEachOfItsScalarsAndAnAtomicListNone() {
    KubeObject live =
        create(
            POD,
            """
            'metadata':{'finalizers':['b','a'],'ownerReferences':[{'uid':'u1','name':'x'}]},
            'spec':{'containers':[{'name':'a','args':['1','2']}],'nodeSelector':{'k':'v'}}
            """,
            "one");
    assertThat(fields(live, "one", "Update"))
        .isEqualTo(
            "{'f:metadata':{'f:finalizers':{'.':{},'v:\\'a\\'':{},'v:\\'b\\'':{}},"
                + "'f:ownerReferences':{'.':{},'k:{\\'uid\\':\\'u1\\'}':{}}},"
                + "'f:spec':{'f:containers':{'k:{\\'name\\':\\'a\\'}':{'.':{},'f:args':{},"
                + "'f:name':{}}},'f:nodeSelector':{}}}");
  }

  @Test
  void portsAreSortedByNumberAndTellTheirProtocol() {
    KubeObject live =
        create(
            POD,
            """
            'spec':{'containers':[{'name':'a','ports':[
              {'containerPort':443},{'containerPort':80,'protocol':'UDP'},{'containerPort':80}]}]}
            """,
            "one");
    assertThat(fields(live, "one", "Update"))
        .containsSubsequence(
            "k:{\\'containerPort\\':80,\\'protocol\\':\\'TCP\\'}",
            "k:{\\'containerPort\\':80,\\'protocol\\':\\'UDP\\'}",
            "k:{\\'containerPort\\':443,\\'protocol\\':\\'TCP\\'}");
  }

  @Test
  void theStatusIsTrackedOnItsOwnPath() {
    KubeObject live = create(DEPLOYMENT, "'spec':{'replicas':1}", "one");
    KubeObject after = live.edit(o -> o.putObject("status").put("replicas", 1));
    KubeObject status =
        ManagedFields.recordUpdate(DEPLOYMENT, Optional.of(live), after, "ctrl", "status", T2);
    assertThat(fields(status, "ctrl", "Update")).isEqualTo("{'f:status':{'f:replicas':{}}}");
    assertThat(status.metadata().path("managedFields").get(1).path("subresource").asString())
        .isEqualTo("status");
    KubeObject onMain =
        ManagedFields.recordUpdate(DEPLOYMENT, Optional.of(live), after, "ctrl", "", T2);
    assertThat(fields(onMain, "ctrl", "Update")).isEqualTo("none");
  }

  @Test
  void scaleIsTrackedOnTheObjectsReplicas() {
    KubeObject live = create(DEPLOYMENT, "'spec':{'replicas':1}", "one");
    KubeObject scaled =
        ManagedFields.recordUpdate(
            DEPLOYMENT,
            Optional.of(live),
            live.edit(o -> at(o, "spec").put("replicas", 3)),
            "kubectl",
            "scale",
            T2);
    assertThat(scaled.metadata().path("managedFields").get(0))
        .isEqualTo(
            json(
                """
                {'manager':'kubectl','operation':'Update','apiVersion':'apps/v1',
                 'time':'2026-01-01T11:00:00Z','fieldsType':'FieldsV1',
                 'fieldsV1':{'f:spec':{'f:replicas':{}}},'subresource':'scale'}
                """));
  }

  @Test
  void oneEmptyEntryClearsAllAndNothingIsTrackedUntilTheNextApply() {
    KubeObject live = create(CONFIG_MAP, "'data':{'a':'1'}", "one");
    KubeObject cleared =
        update(
            CONFIG_MAP, live, "two", T2, o -> at(o, "metadata").set("managedFields", json("[{}]")));
    assertThat(cleared.metadata().has("managedFields")).isFalse();
    KubeObject later = update(CONFIG_MAP, cleared, "two", T3, o -> at(o, "data").put("a", "2"));
    assertThat(later.metadata().has("managedFields")).isFalse();
    assertThat(later.at("data", "a").asString()).isEqualTo("2");
  }

  @Test
  void malformedEntriesOfARequestAreIgnored() {
    KubeObject live = create(CONFIG_MAP, "'data':{'a':'1'}", "one");
    KubeObject same =
        update(
            CONFIG_MAP,
            live,
            "two",
            T2,
            o ->
                at(o, "metadata")
                    .set(
                        "managedFields",
                        json("[{'manager':'x','operation':'Steal','fieldsType':'FieldsV1'}]")));
    assertThat(same).isEqualTo(live);
  }

  @Test
  void theOldestUpdatersBecomeOneWhenThereAreMoreThanTen() {
    KubeObject live = create(CONFIG_MAP, "'data':{'k':'0'}", "m00");
    for (int i = 1; i <= 11; i++) {
      String name = "m%02d".formatted(i);
      live =
          update(
              CONFIG_MAP, live, name, T1.plusSeconds(60L * i), o -> at(o, "data").put(name, "1"));
    }
    assertThat(live.metadata().path("managedFields")).hasSize(10);
    assertThat(fields(live, "ancient-changes", "Update"))
        .isEqualTo("{'f:data':{'.':{},'f:k':{},'f:m01':{},'f:m02':{}}}");
    assertThat(fields(live, "m00", "Update")).isEqualTo("none");
    assertThat(fields(live, "m11", "Update")).isEqualTo("{'f:data':{'f:m11':{}}}");
  }

  /// What kubectl does before its first server-side apply to an object that it applied from the
  /// client: it renames its entry by a JSON patch that names the resource version it saw.
  @Test
  void kubectlRewritesItsManagersByJsonPatch() {
    KubeObject live = create(CONFIG_MAP, "'data':{'a':'1'}", "kubectl-client-side-apply");
    ObjectNode entry = (ObjectNode) live.metadata().path("managedFields").get(0).deepCopy();
    entry.put("manager", "kubectl").put("operation", "Apply");
    ObjectNode patched =
        JsonPatch.apply(
            live.edit(o -> at(o, "metadata").put("resourceVersion", "7")).json(),
            json(
                "[{'op':'replace','path':'/metadata/managedFields','value':["
                    + Json.text(entry).replace('"', '\'')
                    + "]},{'op':'replace','path':'/metadata/resourceVersion','value':'7'}]"));
    KubeObject upgraded =
        ManagedFields.recordUpdate(
            CONFIG_MAP, Optional.of(live), KubeObject.of(patched), "kubectl", "", T2);
    assertThat(fields(upgraded, "kubectl", "Apply")).isEqualTo("{'f:data':{'.':{},'f:a':{}}}");
    assertThat(fields(upgraded, "kubectl-client-side-apply", "Update")).isEqualTo("none");
    KubeObject applied =
        ServerSideApply.apply(
            CONFIG_MAP,
            Optional.of(upgraded),
            object(CONFIG_MAP, "'data':{'b':'2'}"),
            "kubectl",
            false,
            "",
            T3);
    assertThat(applied.json().path("data")).isEqualTo(tree("{'b':'2'}"));
  }

  @Test
  void aKindWithoutSchemaIsGranularButForItsLists() {
    Kind custom = dev.gantry.kube.patch.CustomKinds.withoutSchema("example.com/v1", "Widget");
    KubeObject live =
        ManagedFields.recordUpdate(
            custom,
            Optional.empty(),
            object(custom, "'spec':{'size':{'w':1},'tags':['a','b']}"),
            "one",
            "",
            T1);
    assertThat(fields(live, "one", "Update"))
        .isEqualTo("{'f:spec':{'.':{},'f:size':{'.':{},'f:w':{}},'f:tags':{}}}");
    KubeObject changed =
        ManagedFields.recordUpdate(
            custom,
            Optional.of(live),
            live.edit(o -> at(o, "spec").set("size", json("['x']"))),
            "two",
            "",
            T2);
    assertThat(fields(changed, "one", "Update")).isEqualTo("{'f:spec':{'.':{},'f:tags':{}}}");
    assertThat(fields(changed, "two", "Update")).isEqualTo("{'f:spec':{'f:size':{}}}");
  }
}
