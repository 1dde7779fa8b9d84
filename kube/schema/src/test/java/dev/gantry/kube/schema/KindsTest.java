package dev.gantry.kube.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.kube.objects.BuiltInKinds;
import dev.gantry.kube.objects.GroupVersion;
import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.schema.Field.Topology;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KindsTest {
  private final Kinds kinds = Kinds.builtIn();

  @Test
  void knowsADeploymentByItsNameAndByItsResource() {
    Kind deployment = kinds.get(BuiltInKinds.DEPLOYMENT);

    assertThat(deployment.plural()).isEqualTo("deployments");
    assertThat(deployment.shortNames()).containsExactly("deploy");
    assertThat(deployment.categories()).containsExactly("all");
    assertThat(deployment.namespaced()).isTrue();
    assertThat(deployment.isStored()).isTrue();
    assertThat(deployment.subresource("scale").orElseThrow().kind())
        .isEqualTo(GroupVersionKind.of("autoscaling/v1", "Scale"));
    assertThat(kinds.findResource("apps", "v1", "deployments")).contains(deployment);
  }

  @Test
  void fieldsHaveNumbersTypesAndMergeKeys() {
    ObjectType pod = kinds.findType("io.k8s.api.core.v1.PodSpec").orElseThrow();
    Field containers = pod.find("containers").orElseThrow();

    assertThat(containers.number()).isEqualTo(2);
    assertThat(containers.required()).isTrue();
    assertThat(containers.merge().topology()).isEqualTo(Topology.MAP);
    assertThat(containers.merge().keys()).containsExactly("name");
    assertThat(containers.merge().patchMergeKey()).isEqualTo("name");
    assertThat(pod.find("volumes").orElseThrow().merge().patchStrategy())
        .isEqualTo(Set.of("merge", "retainKeys"));
    assertThat(pod.find("nodeSelector").orElseThrow().merge().topology())
        .isEqualTo(Topology.ATOMIC);
    assertThat(pod.find(containers.number())).contains(containers);
  }

  @Test
  void structuresThatProtobufNestsAreFlatInJson() {
    ObjectType volume = kinds.findType("io.k8s.api.core.v1.Volume").orElseThrow();

    assertThat(volume.find("configMap")).isPresent();
    assertThat(volume.embedded(2).orElseThrow().simpleName()).isEqualTo("VolumeSource");
  }

  @Test
  void kindsOfRequestsAreKnownInEveryGroupVersion() {
    assertThat(kinds.find(GroupVersionKind.of("policy/v1", "DeleteOptions"))).isPresent();
    assertThat(kinds.find(GroupVersionKind.of("v1", "DeleteOptions"))).isPresent();
    assertThat(kinds.find(GroupVersionKind.of("v1", "Status"))).isPresent();
    assertThat(kinds.find(GroupVersionKind.of("meta.k8s.io/v1", "Table"))).isPresent();
    assertThat(kinds.find(GroupVersionKind.of("nowhere/v1", "DeleteOptions"))).isEmpty();
    assertThat(kinds.find(GroupVersionKind.of("policy/v1", "Eviction")).map(Kind::hasResource))
        .contains(false);
  }

  @Test
  void everyStructureCanBeRead() {
    for (Kind kind : kinds.all()) {
      assertThat(kind.type().fields()).as(kind.groupVersionKind().toString()).isNotEmpty();
    }
  }

  @Test
  void viewsNameTheKindThatIsStored() {
    GroupVersionKind v2 = GroupVersionKind.of("autoscaling/v2", "HorizontalPodAutoscaler");
    Kind v1 = kinds.get(GroupVersionKind.of("autoscaling/v1", "HorizontalPodAutoscaler"));

    assertThat(v1.storedAs()).contains(v2);
    assertThat(kinds.groupVersions())
        .containsSubsequence(
            new GroupVersion("autoscaling", "v2"), new GroupVersion("autoscaling", "v1"));
    assertThat(kinds.get(GroupVersionKind.of("events.k8s.io/v1", "Event")).storageKind())
        .isEqualTo(BuiltInKinds.EVENT);
  }

  @Test
  void moreKindsMakeAnotherSnapshot() {
    GroupVersionKind name = GroupVersionKind.of("example.org/v1", "Widget");
    ObjectType type = ObjectType.of("org.example.v1.Widget", false, List::of);
    Kind widget =
        new Kind(
            name,
            "widgets",
            "widget",
            List.of(),
            List.of(),
            true,
            Set.of("create", "get"),
            List.of(),
            Optional.empty(),
            type);

    Kinds more = kinds.with(List.of(widget));

    assertThat(more.findResource("example.org", "v1", "widgets")).contains(widget);
    assertThat(kinds.find(name)).isEmpty();
    assertThat(more.all()).hasSize(kinds.all().size() + 1);
  }
}
