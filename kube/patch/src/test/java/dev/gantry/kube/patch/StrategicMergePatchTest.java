package dev.gantry.kube.patch;

import static dev.gantry.kube.patch.Documents.DEPLOYMENT;
import static dev.gantry.kube.patch.Documents.POD;
import static dev.gantry.kube.patch.Documents.SERVICE;
import static dev.gantry.kube.patch.Documents.json;
import static dev.gantry.kube.patch.Documents.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.objects.StatusReason;
import dev.gantry.kube.schema.Kind;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class StrategicMergePatchTest {
  private static JsonNode patch(Kind kind, String target, String patch) {
    return StrategicMergePatch.apply(kind.type(), tree(target), json(patch));
  }

  private static JsonNode containers(String target, String patch) {
    return patch(POD, "{'spec':{'containers':" + target + "}}", "{'spec':" + patch + "}")
        .at("/spec/containers");
  }

  private static StatusException refusal(Kind kind, String target, String patch) {
    StatusException refusal =
        catchThrowableOfType(StatusException.class, () -> patch(kind, target, patch));
    assertThat(refusal).isNotNull();
    return refusal;
  }

  @Test
  void listsWithAMergeKeyAreMergedElementByElement() {
    assertThat(
            containers(
                "[{'name':'a','image':'a:1','env':[{'name':'X','value':'1'}]},{'name':'b'}]",
                "{'containers':[{'name':'a','image':'a:2','env':[{'name':'Y','value':'2'}]}]}"))
        .isEqualTo(
            json(
                "[{'name':'a','image':'a:2','env':[{'name':'Y','value':'2'},"
                    + "{'name':'X','value':'1'}]},{'name':'b'}]"));
  }

  @Test
  void otherListsAreReplaced() {
    assertThat(
            containers(
                "[{'name':'a','args':['1','2']}]", "{'containers':[{'name':'a','args':['3']}]}"))
        .isEqualTo(json("[{'name':'a','args':['3']}]"));
  }

  @Test
  void newElementsComeFirstWithoutAnOrder() {
    assertThat(containers("[{'name':'a'},{'name':'b'}]", "{'containers':[{'name':'c'}]}"))
        .isEqualTo(json("[{'name':'c'},{'name':'a'},{'name':'b'}]"));
  }

  @Test
  void anOrderPlacesElementsAndLeavesTheServersOwnBetween() {
    assertThat(
            containers(
                "[{'name':'a'},{'name':'s'},{'name':'b'}]",
                "{'$setElementOrder/containers':[{'name':'b'},{'name':'c'},{'name':'a'}],"
                    + "'containers':[{'name':'c','image':'c:1'}]}"))
        .isEqualTo(json("[{'name':'s'},{'name':'b'},{'name':'c','image':'c:1'},{'name':'a'}]"));
  }

  @Test
  void anOrderAloneSorts() {
    assertThat(
            containers(
                "[{'name':'a'},{'name':'b'}]",
                "{'$setElementOrder/containers':[{'name':'b'},{'name':'a'}]}"))
        .isEqualTo(json("[{'name':'b'},{'name':'a'}]"));
  }

  @Test
  void anOrderThatContradictsThePatchIsRefused() {
    assertThat(
            refusal(
                    POD,
                    "{'spec':{}}",
                    "{'spec':{'$setElementOrder/containers':[{'name':'b'}],"
                        + "'containers':[{'name':'a'}]}}")
                .getMessage())
        .contains("doesn't match setElementOrder list");
  }

  @Test
  void anElementIsDeletedByDirective() {
    assertThat(
            containers(
                "[{'name':'a'},{'name':'b'}]",
                "{'$setElementOrder/containers':[{'name':'a'}],"
                    + "'containers':[{'$patch':'delete','name':'b'}]}"))
        .isEqualTo(json("[{'name':'a'}]"));
  }

  @Test
  void aListIsReplacedByDirective() {
    assertThat(
            containers(
                "[{'name':'a'},{'name':'b'}]",
                "{'containers':[{'name':'c'},{'$patch':'replace'}]}"))
        .isEqualTo(json("[{'name':'c'}]"));
  }

  @Test
  void aStructureIsReplacedOrEmptiedByDirective() {
    assertThat(
            patch(
                POD,
                "{'spec':{'securityContext':{'runAsUser':1,'fsGroup':2}}}",
                "{'spec':{'securityContext':{'$patch':'replace','runAsUser':3}}}"))
        .isEqualTo(json("{'spec':{'securityContext':{'runAsUser':3}}}"));
    assertThat(
            patch(
                POD,
                "{'spec':{'securityContext':{'runAsUser':1}}}",
                "{'spec':{'securityContext':{'$patch':'delete'}}}"))
        .isEqualTo(json("{'spec':{'securityContext':{}}}"));
  }

  @Test
  void scalarsWithTheMergeStrategyAreUnitedAndDeletedByDirective() {
    assertThat(
            patch(
                POD,
                "{'metadata':{'finalizers':['a','b']}}",
                "{'metadata':{'finalizers':['c','a']}}"))
        .isEqualTo(json("{'metadata':{'finalizers':['c','a','b']}}"));
    assertThat(
            patch(
                POD,
                "{'metadata':{'finalizers':['a','b','c']}}",
                "{'metadata':{'$deleteFromPrimitiveList/finalizers':['b'],"
                    + "'$setElementOrder/finalizers':['c','a']}}"))
        .isEqualTo(json("{'metadata':{'finalizers':['c','a']}}"));
    assertThat(
            patch(
                POD,
                "{'metadata':{'finalizers':['a','b']}}",
                "{'metadata':{'$deleteFromPrimitiveList/finalizers':['b','x']}}"))
        .isEqualTo(json("{'metadata':{'finalizers':['a']}}"));
  }

  @Test
  void retainedKeysDropTheRest() {
    assertThat(
            patch(
                DEPLOYMENT,
                "{'spec':{'strategy':{'type':'RollingUpdate','rollingUpdate':{'maxSurge':1}}}}",
                "{'spec':{'strategy':{'$retainKeys':['type'],'type':'Recreate'}}}"))
        .isEqualTo(json("{'spec':{'strategy':{'type':'Recreate'}}}"));
    assertThat(
            patch(
                POD,
                "{'spec':{'volumes':[{'name':'v','emptyDir':{}}]}}",
                "{'spec':{'volumes':[{'$retainKeys':['name','hostPath'],'name':'v',"
                    + "'hostPath':{'path':'/x'}}]}}"))
        .isEqualTo(json("{'spec':{'volumes':[{'name':'v','hostPath':{'path':'/x'}}]}}"));
    assertThat(
            refusal(
                    DEPLOYMENT,
                    "{'spec':{'strategy':{}}}",
                    "{'spec':{'strategy':{'$retainKeys':['type'],'other':1}}}")
                .reason())
        .isEqualTo(StatusReason.INVALID);
  }

  @Test
  void nullsRemoveAndLeaveNoTraceWhereNothingWas() {
    assertThat(
            patch(
                POD,
                "{'metadata':{'labels':{'a':'1','b':'2'}}}",
                "{'metadata':{'labels':{'a':null},'annotations':{'x':null,'y':'1'}}}"))
        .isEqualTo(json("{'metadata':{'labels':{'b':'2'},'annotations':{'y':'1'}}}"));
  }

  @Test
  void atomicSelectorsAreStillMergedByField() {
    assertThat(patch(SERVICE, "{'spec':{'selector':{'a':'1'}}}", "{'spec':{'selector':{'b':'2'}}}"))
        .isEqualTo(json("{'spec':{'selector':{'a':'1','b':'2'}}}"));
  }

  @Test
  void anElementWithoutItsMergeKeyIsABadRequestInUpstreamsWords() {
    StatusException refusal =
        refusal(
            POD,
            "{'spec':{'containers':[{'name':'a'}]}}",
            "{'spec':{'containers':[{'image':'a:2'}]}}");
    assertThat(refusal.reason()).isEqualTo(StatusReason.BAD_REQUEST);
    assertThat(refusal.getMessage())
        .isEqualTo("map: map[image:a:2] does not contain declared merge key: name");
  }

  @Test
  void malformedDirectivesAreBadRequests() {
    assertThat(refusal(POD, "{}", "{'$patch':'frob'}").getMessage())
        .isEqualTo("unknown patch type: frob in map: map[]");
    assertThat(refusal(POD, "{}", "{'$retainKeys':'x'}").getMessage())
        .isEqualTo("invalid patch format of retainKeys");
    assertThat(
            refusal(POD, "{'spec':{}}", "{'spec':{'$setElementOrder/containers':1}}").getMessage())
        .isEqualTo("invalid patch format of setElementOrder list");
  }

  @Test
  void setImageAndCordonLookLikeThis() {
    assertThat(
            containers(
                "[{'name':'web','image':'web:1'},{'name':'side','image':'s:1'}]",
                "{'$setElementOrder/containers':[{'name':'web'},{'name':'side'}],"
                    + "'containers':[{'image':'web:2','name':'web'}]}"))
        .isEqualTo(json("[{'name':'web','image':'web:2'},{'name':'side','image':'s:1'}]"));
    assertThat(
            patch(
                Documents.kind("v1", "Node"),
                "{'spec':{'podCIDR':'x'}}",
                "{'spec':{'unschedulable':true}}"))
        .isEqualTo(json("{'spec':{'podCIDR':'x','unschedulable':true}}"));
  }
}
