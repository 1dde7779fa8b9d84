package dev.gantry.kube.patch;

import static dev.gantry.kube.patch.Documents.CONFIG_MAP;
import static dev.gantry.kube.patch.Documents.DEPLOYMENT;
import static dev.gantry.kube.patch.Documents.SERVICE;
import static dev.gantry.kube.patch.Documents.T1;
import static dev.gantry.kube.patch.Documents.T2;
import static dev.gantry.kube.patch.Documents.T3;
import static dev.gantry.kube.patch.Documents.fields;
import static dev.gantry.kube.patch.Documents.json;
import static dev.gantry.kube.patch.Documents.object;
import static dev.gantry.kube.patch.Documents.time;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.StatusCause;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.objects.StatusReason;
import dev.gantry.kube.schema.Kind;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServerSideApplyTest {
  private static final String WEB =
      """
      'spec':{'replicas':3,'selector':{'matchLabels':{'app':'web'}},'template':{
        'metadata':{'labels':{'app':'web'}},
        'spec':{'containers':[{'name':'web','image':'web:1','ports':[{'containerPort':80}]}]}}}
      """;

  private static KubeObject apply(
      Kind kind, KubeObject live, String configuration, String manager, Instant now) {
    return ServerSideApply.apply(
        kind, Optional.of(live), object(kind, configuration), manager, false, "", now);
  }

  private static KubeObject create(Kind kind, String configuration, String manager) {
    return ServerSideApply.apply(
        kind, Optional.empty(), object(kind, configuration), manager, false, "", T1);
  }

  private static KubeObject update(Kind kind, KubeObject live, KubeObject after, String manager) {
    return ManagedFields.recordUpdate(kind, Optional.of(live), after, manager, "", T2);
  }

  private static StatusException refusal(Kind kind, KubeObject live, String config, String by) {
    StatusException refusal =
        catchThrowableOfType(StatusException.class, () -> apply(kind, live, config, by, T3));
    assertThat(refusal).isNotNull();
    return refusal;
  }

  @Test
  void creationOwnsWhatIsConfigured() {
    KubeObject created = create(DEPLOYMENT, WEB, "kubectl");
    assertThat(fields(created, "kubectl", "Apply"))
        .isEqualTo(
            "{'f:spec':{'f:replicas':{},'f:selector':{},'f:template':{'f:metadata':{'f:labels':"
                + "{'f:app':{}}},'f:spec':{'f:containers':{'k:{\\'name\\':\\'web\\'}':{'.':{},"
                + "'f:image':{},'f:name':{},'f:ports':{'k:{\\'containerPort\\':80,"
                + "\\'protocol\\':\\'TCP\\'}':{'.':{},'f:containerPort':{}}}}}}}}}");
    assertThat(created.metadata().path("managedFields").get(0).propertyNames())
        .containsExactly("manager", "operation", "apiVersion", "time", "fieldsType", "fieldsV1");
  }

  @Test
  void applyingTheSameAgainChangesNothingAtAll() {
    KubeObject created = create(DEPLOYMENT, WEB, "kubectl");
    assertThat(apply(DEPLOYMENT, created, WEB, "kubectl", T2)).isEqualTo(created);
  }

  @Test
  void aFieldOfAnotherManagerIsAConflictThatNamesBoth() {
    KubeObject created = create(DEPLOYMENT, WEB, "helm");
    KubeObject scaled =
        update(
            DEPLOYMENT,
            created,
            created.edit(
                o -> ((tools.jackson.databind.node.ObjectNode) o.path("spec")).put("replicas", 5)),
            "kubectl-client-side-apply");
    StatusException refusal = refusal(DEPLOYMENT, scaled, WEB, "helm");
    assertThat(refusal.reason()).isEqualTo(StatusReason.CONFLICT);
    assertThat(refusal.getMessage())
        .isEqualTo(
            "Apply failed with 1 conflict: conflict with \"kubectl-client-side-apply\""
                + " using apps/v1: .spec.replicas");
    assertThat(refusal.details().orElseThrow().causes())
        .containsExactly(
            new StatusCause(
                "FieldManagerConflict",
                "conflict with \"kubectl-client-side-apply\" using apps/v1",
                ".spec.replicas"));
  }

  @Test
  void severalConflictsAreListedByManager() {
    KubeObject live = create(CONFIG_MAP, "'data':{'a':'1','b':'2'}", "one");
    live = apply(CONFIG_MAP, live, "'data':{'c':'3'}", "two", T2);
    StatusException refusal =
        refusal(CONFIG_MAP, live, "'data':{'a':'x','b':'x','c':'x'}", "three");
    assertThat(refusal.getMessage())
        .isEqualTo(
            """
            Apply failed with 3 conflicts: conflicts with "one":
            - .data.a
            - .data.b
            conflicts with "two":
            - .data.c""");
  }

  @Test
  void forceTakesTheFieldFromItsOwner() {
    KubeObject live = create(CONFIG_MAP, "'data':{'a':'1','b':'2'}", "one");
    KubeObject forced =
        ServerSideApply.apply(
            CONFIG_MAP,
            Optional.of(live),
            object(CONFIG_MAP, "'data':{'a':'x'}"),
            "two",
            true,
            "",
            T2);
    assertThat(forced.at("data", "a").asString()).isEqualTo("x");
    assertThat(fields(forced, "one", "Apply")).isEqualTo("{'f:data':{'f:b':{}}}");
    assertThat(fields(forced, "two", "Apply")).isEqualTo("{'f:data':{'f:a':{}}}");
    assertThat(time(forced, "one")).isEqualTo(T1.toString());
  }

  @Test
  void anEqualValueIsShared() {
    KubeObject live = create(CONFIG_MAP, "'data':{'a':'1'}", "one");
    KubeObject shared = apply(CONFIG_MAP, live, "'data':{'a':'1'}", "two", T2);
    assertThat(fields(shared, "one", "Apply")).isEqualTo("{'f:data':{'f:a':{}}}");
    assertThat(fields(shared, "two", "Apply")).isEqualTo("{'f:data':{'f:a':{}}}");
    assertThat(time(shared, "two")).isEqualTo(T2.toString());
    // Neither can change it alone, and giving it up leaves it to the other.
    assertThat(refusal(CONFIG_MAP, shared, "'data':{'a':'2'}", "one").isConflict()).isTrue();
    KubeObject left = apply(CONFIG_MAP, shared, "'data':{}", "two", T3);
    assertThat(left.at("data", "a").asString()).isEqualTo("1");
  }

  @Test
  void whatItsManagerDropsIsRemovedUnlessSomebodyElseOwnsIt() {
    KubeObject live = create(CONFIG_MAP, "'data':{'a':'1','b':'2'}", "one");
    live = apply(CONFIG_MAP, live, "'data':{'b':'2'}", "two", T2);
    KubeObject dropped = apply(CONFIG_MAP, live, "'immutable':false", "one", T3);
    assertThat(dropped.json().path("data")).isEqualTo(json("{'b':'2'}"));
    assertThat(fields(dropped, "one", "Apply")).isEqualTo("{'f:immutable':{}}");
  }

  @Test
  void anEmptiedMapGoesWithItsLastEntry() {
    KubeObject live = create(CONFIG_MAP, "'data':{'a':'1'}", "one");
    assertThat(apply(CONFIG_MAP, live, "'immutable':false", "one", T3).json().has("data"))
        .isFalse();
  }

  @Test
  void aDroppedStructureTakesItsDefaultsWithIt() {
    KubeObject live =
        create(
            DEPLOYMENT,
            WEB.replace("'spec':{'rep", "'spec':{'strategy':{'type':" + "'RollingUpdate'},'rep"),
            "one");
    KubeObject defaulted =
        live.edit(
            o ->
                ((tools.jackson.databind.node.ObjectNode) o.path("spec").path("strategy"))
                    .set("rollingUpdate", json("{'maxSurge':'25%'}")));
    KubeObject dropped = apply(DEPLOYMENT, defaulted, WEB, "one", T2);
    assertThat(dropped.at("spec").has("strategy")).isFalse();
  }

  @Test
  void aDroppedElementOfAListIsRemovedAndOthersStay() {
    String two =
        WEB.replace(
            "'ports':[{'containerPort':80}]}",
            "'ports':[{'containerPort':80}]},{'name':'side','image':'side:1'}");
    KubeObject live = create(DEPLOYMENT, two, "one");
    KubeObject dropped = apply(DEPLOYMENT, live, WEB, "one", T2);
    assertThat(dropped.at("spec", "template", "spec", "containers")).hasSize(1);
  }

  @Test
  void listsAreMergedInTheConfigurationsOrderAroundWhatOthersHave() {
    KubeObject live = create(SERVICE, "'spec':{'ports':[{'port':1},{'port':2},{'port':3}]}", "one");
    KubeObject merged =
        apply(SERVICE, live, "'spec':{'ports':[{'port':3},{'port':4},{'port':1}]}", "two", T2);
    assertThat(merged.at("spec", "ports"))
        .isEqualTo(json("[{'port':2},{'port':3},{'port':4},{'port':1}]"));
  }

  @Test
  void aFieldThatAnUpdateChangedBackToOursIsNoConflict() {
    KubeObject created = create(DEPLOYMENT, WEB, "helm");
    KubeObject paused =
        update(
            DEPLOYMENT,
            created,
            created.edit(
                o -> ((tools.jackson.databind.node.ObjectNode) o.path("spec")).put("paused", true)),
            "kubectl-rollout");
    KubeObject applied = apply(DEPLOYMENT, paused, WEB, "helm", T3);
    assertThat(applied.at("spec", "paused").asBoolean()).isTrue();
    assertThat(time(applied, "helm")).isEqualTo(T1.toString());
  }

  @Test
  void anObjectWithoutManagersWasWrittenBeforeTheFirstApply() {
    KubeObject live = object(CONFIG_MAP, "'data':{'a':'1'},'metadata':{'uid':'u'}");
    KubeObject applied = apply(CONFIG_MAP, live, "'data':{'b':'2'}", "one", T1);
    assertThat(fields(applied, "before-first-apply", "Update"))
        .isEqualTo("{'f:data':{'.':{},'f:a':{}}}");
    assertThat(refusal(CONFIG_MAP, live, "'data':{'a':'2'}", "one").getMessage())
        .isEqualTo(
            "Apply failed with 1 conflict: conflict with \"before-first-apply\" using v1:"
                + " .data.a");
  }

  @Test
  void kubectlDoesNotConflictWithWhatItAppliedFromTheClient() {
    String lastApplied =
        "{\\'apiVersion\\':\\'v1\\',\\'kind\\':\\'ConfigMap\\',\\'data\\':{\\'a\\':\\'1\\'}}";
    KubeObject live =
        ManagedFields.recordUpdate(
            CONFIG_MAP,
            Optional.empty(),
            object(
                CONFIG_MAP,
                "'data':{'a':'1','b':'2'},'metadata':{'annotations':{"
                    + "'kubectl.kubernetes.io/last-applied-configuration':'"
                    + lastApplied
                    + "'}}"),
            "kubectl-client-side-apply",
            "",
            T1);
    KubeObject applied = apply(CONFIG_MAP, live, "'data':{'a':'2'}", "kubectl", T2);
    assertThat(applied.at("data", "a").asString()).isEqualTo("2");
    assertThat(
            applied
                .at("metadata", "annotations", "kubectl.kubernetes.io/last-applied-configuration")
                .asString())
        .contains("\"a\":\"2\"");
    assertThat(refusal(CONFIG_MAP, live, "'data':{'b':'3'}", "kubectl").isConflict()).isTrue();
    assertThat(refusal(CONFIG_MAP, live, "'data':{'a':'3'}", "helm").isConflict()).isTrue();
  }

  @Test
  void theStatusIsNotAppliedWithTheObject() {
    KubeObject created = create(DEPLOYMENT, WEB + ",'status':{'replicas':9}", "one");
    assertThat(created.status().isMissingNode()).isTrue();
    assertThat(fields(created, "one", "Apply")).doesNotContain("status");
    KubeObject status =
        ServerSideApply.apply(
            DEPLOYMENT,
            Optional.of(created),
            object(DEPLOYMENT, "'status':{'replicas':9},'spec':{'replicas':8}"),
            "ctrl",
            false,
            "status",
            T2);
    assertThat(status.at("spec", "replicas").asInt()).isEqualTo(3);
    assertThat(fields(status, "ctrl", "Apply")).isEqualTo("{'f:status':{'f:replicas':{}}}");
    StatusException refusal =
        catchThrowableOfType(
            StatusException.class,
            () ->
                ServerSideApply.apply(
                    DEPLOYMENT,
                    Optional.of(status),
                    object(DEPLOYMENT, "'status':{'replicas':1}"),
                    "other",
                    false,
                    "status",
                    T3));
    assertThat(refusal.getMessage())
        .isEqualTo(
            "Apply failed with 1 conflict: conflict with \"ctrl\" with subresource \"status\":"
                + " .status.replicas");
  }

  @Test
  void aConfigurationOutsideTheSchemaIsRefusedWithThePath() {
    KubeObject live = create(DEPLOYMENT, WEB, "one");
    assertThat(refusal(DEPLOYMENT, live, "'spec':{'replica':1}", "one").getMessage())
        .isEqualTo(
            "failed to create typed patch object (default/web; apps/v1, Kind=Deployment):"
                + " .spec.replica: field not declared in schema");
    assertThat(refusal(DEPLOYMENT, live, "'spec':{'replicas':'1'}", "one").getMessage())
        .endsWith(
            ".spec.replicas: expected numeric (int or float),"
                + " got &value.valueUnstructured{Value:\"1\"}");
    assertThat(
            refusal(
                    SERVICE,
                    create(SERVICE, "'spec':{}", "one"),
                    "'spec':{'ports':[{'port':1},{'port':1,'protocol':'TCP'}]}",
                    "one")
                .getMessage())
        .endsWith(".spec.ports: duplicate entries for key [port=1,protocol=\"TCP\"]");
  }

  /// What `kubectl create --dry-run=client -o yaml` writes has a null in the template.
  @Test
  void nullsSetNothing() {
    KubeObject created =
        create(
            DEPLOYMENT,
            WEB.replace("'metadata':{'lab", "'metadata':{'creationTimestamp':null,'lab")
                .replace("'image':'web:1'", "'image':'web:1','workingDir':null"),
            "one");
    assertThat(created.json().toString()).doesNotContain("null");
    assertThat(created.at("spec", "template", "metadata", "labels", "app").asString())
        .isEqualTo("web");
    KubeObject unset = apply(DEPLOYMENT, created, WEB.replace("3", "null"), "one", T2);
    assertThat(unset.at("spec").has("replicas")).isFalse();
  }

  @Test
  void anotherVersionAndManagedFieldsAreRefused() {
    KubeObject live = create(CONFIG_MAP, "'data':{'a':'1'}", "one");
    assertThat(refusal(CONFIG_MAP, live, "'metadata':{'managedFields':[]}", "one").getMessage())
        .isEqualTo("metadata.managedFields must be nil");
    StatusException refusal =
        catchThrowableOfType(
            StatusException.class,
            () ->
                ServerSideApply.apply(
                    DEPLOYMENT,
                    Optional.of(live),
                    object(Documents.kind("v1", "ConfigMap"), "'data':{}"),
                    "one",
                    false,
                    "",
                    T1));
    assertThat(refusal.getMessage())
        .isEqualTo(
            "Incorrect version specified in apply patch. Specified patch version: v1,"
                + " expected: apps/v1");
  }
}
