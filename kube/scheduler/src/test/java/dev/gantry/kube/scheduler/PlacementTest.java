package dev.gantry.kube.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.kube.client.TestObjects;
import dev.gantry.kube.objects.KubeObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PlacementTest {
  private static NodeInfo node(String name, String zone, String spec, PodInfo... pods) {
    KubeObject node =
        TestObjects.object(
            """
            {'apiVersion':'v1','kind':'Node','metadata':{'name':'%s','labels':{'zone':'%s'}},
             'spec':{%s},'status':{'allocatable':{'cpu':'4','memory':'4Gi','pods':'10'}}}"""
                .formatted(name, zone, spec));
    return NodeInfo.of(node, List.of(pods));
  }

  private static PodInfo pod(String name, String app, String spec) {
    return PodInfo.of(
        TestObjects.object(
            """
            {'apiVersion':'v1','kind':'Pod','metadata':{'name':'%s','uid':'%s','namespace':'d',
             'labels':{'app':'%s'}},'spec':{%s}}"""
                .formatted(name, name, app, spec)));
  }

  private static Placement.Result place(PodInfo pod, NodeInfo... nodes) {
    return Placement.of(pod, new Snapshot(List.of(nodes), Map.of()));
  }

  private static String reason(PodInfo pod, NodeInfo... nodes) {
    return place(pod, nodes) instanceof Placement.Result.Nowhere(var rejections)
        ? Explanation.of(nodes.length, rejections)
        : "";
  }

  private static String chosen(PodInfo pod, NodeInfo... nodes) {
    return place(pod, nodes) instanceof Placement.Result.On(String node) ? node : "";
  }

  @Nested
  class TaintsOfNodes {
    private final NodeInfo tainted =
        node("n1", "a", "'taints':[{'key':'k','value':'v','effect':'NoSchedule'}]");

    @Test
    void keepPodsAwayThatDoNotTolerateThem() {
      assertThat(reason(pod("p", "web", ""), tainted))
          .isEqualTo("0/1 nodes are available: 1 node(s) had untolerated taint {k: v}.");
    }

    @Test
    void letThoseInThatDo() {
      for (String toleration :
          new String[] {
            "'key':'k','operator':'Exists'",
            "'key':'k','value':'v','effect':'NoSchedule'",
            "'operator':'Exists'"
          }) {
        assertThat(chosen(pod("p", "web", "'tolerations':[{%s}]".formatted(toleration)), tainted))
            .isEqualTo("n1");
      }
    }

    @Test
    void merelyPreferredOnesOnlyCostPoints() {
      NodeInfo disliked = node("n1", "a", "'taints':[{'key':'k','effect':'PreferNoSchedule'}]");
      assertThat(chosen(pod("p", "web", ""), disliked, node("n2", "a", ""))).isEqualTo("n2");
    }
  }

  @Nested
  class SelectionOfNodes {
    @Test
    void bySelectorAndByAffinity() {
      NodeInfo a = node("n1", "a", "");
      NodeInfo b = node("n2", "b", "");
      assertThat(chosen(pod("p", "web", "'nodeSelector':{'zone':'b'}"), a, b)).isEqualTo("n2");
      assertThat(
              chosen(
                  pod(
                      "p",
                      "web",
                      required(
                          "'matchFields':[{'key':'metadata.name',"
                              + "'operator':'In','values':['n2']}]")),
                  a,
                  b))
          .isEqualTo("n2");
      assertThat(
              reason(
                  pod(
                      "p",
                      "web",
                      required(
                          "'matchExpressions':[{'key':'zone',"
                              + "'operator':'NotIn','values':['a','b']}]")),
                  a,
                  b))
          .contains("2 node(s) didn't match Pod's node affinity/selector");
    }

    private String required(String term) {
      return ("'affinity':{'nodeAffinity':{'requiredDuringSchedulingIgnoredDuringExecution':"
              + "{'nodeSelectorTerms':[{%s}]}}}")
          .formatted(term);
    }

    @Test
    void preferencesDecideBetweenPossibleOnes() {
      String spec =
          "'affinity':{'nodeAffinity':{'preferredDuringSchedulingIgnoredDuringExecution':"
              + "[{'weight':5,'preference':{'matchExpressions':[{'key':'zone','operator':'In',"
              + "'values':['b']}]}}]}}";
      assertThat(chosen(pod("p", "web", spec), node("n1", "a", ""), node("n2", "b", "")))
          .isEqualTo("n2");
    }
  }

  @Nested
  class HostPortsOfPods {
    private PodInfo withPort(String name, String port) {
      return pod(name, "web", "'containers':[{'ports':[{%s}]}]".formatted(port));
    }

    @Test
    void belongToOnePodForEachAddressAndProtocol() {
      PodInfo present = withPort("q", "'hostPort':80,'hostIP':'127.0.0.1'");
      NodeInfo node = node("n1", "a", "", present);
      assertThat(reason(withPort("p", "'hostPort':80"), node))
          .contains("1 node(s) didn't have free ports for the requested pod ports");
      assertThat(chosen(withPort("p", "'hostPort':80,'hostIP':'127.0.0.2'"), node)).isEqualTo("n1");
      assertThat(chosen(withPort("p", "'hostPort':80,'protocol':'UDP'"), node)).isEqualTo("n1");
    }
  }

  @Nested
  class Affinity {
    private String term(String which, String app) {
      return ("'affinity':{'%s':{'requiredDuringSchedulingIgnoredDuringExecution':[{"
              + "'topologyKey':'zone','labelSelector':{'matchLabels':{'app':'%s'}}}]}}")
          .formatted(which, app);
    }

    @Test
    void bringsPodsTogether() {
      NodeInfo a = node("n1", "a", "");
      NodeInfo b = node("n2", "b", "", pod("db", "db", ""));
      assertThat(chosen(pod("p", "web", term("podAffinity", "db")), a, b)).isEqualTo("n2");
      assertThat(reason(pod("p", "web", term("podAffinity", "cache")), a, b))
          .contains("2 node(s) didn't match pod affinity rules");
    }

    @Test
    void letsTheFirstOfAGroupIn() {
      assertThat(chosen(pod("p", "web", term("podAffinity", "web")), node("n1", "a", "")))
          .isEqualTo("n1");
    }

    @Test
    void keepsPodsApartFromBothSides() {
      PodInfo lonely = pod("q", "web", term("podAntiAffinity", "web"));
      assertThat(reason(pod("p", "web", ""), node("n1", "a", "", lonely)))
          .contains("1 node(s) didn't satisfy existing pods anti-affinity rules");
      assertThat(reason(lonely, node("n1", "a", "", pod("p", "web", ""))))
          .contains("1 node(s) didn't match pod anti-affinity rules");
    }
  }

  @Nested
  class Spread {
    private static final String EVENLY =
        "'topologySpreadConstraints':[{'maxSkew':1,'topologyKey':'zone',"
            + "'whenUnsatisfiable':'DoNotSchedule','labelSelector':{'matchLabels':{'app':'web'}}}]";

    @Test
    void fillsTheEmptierZone() {
      NodeInfo a = node("n1", "a", "", pod("q", "web", ""));
      NodeInfo b = node("n2", "b", "");
      assertThat(chosen(pod("p", "web", EVENLY), a, b)).isEqualTo("n2");
      NodeInfo full = node("n2", "b", "'unschedulable':true");
      assertThat(reason(pod("p", "web", EVENLY), a, full))
          .contains("1 node(s) didn't match pod topology spread constraints");
    }
  }

  @Test
  void aPodNeedsItsInitContainersAndSidecarsPeak() {
    PodInfo hungry =
        pod(
            "p",
            "web",
            "'initContainers':[{'resources':{'requests':{'cpu':'5'}}}],"
                + "'containers':[{'resources':{'requests':{'cpu':'1'}}}]");
    assertThat(reason(hungry, node("n1", "a", "")))
        .isEqualTo("0/1 nodes are available: 1 Insufficient cpu.");
  }
}
