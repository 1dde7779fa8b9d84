package dev.gantry.kube.printing;

import static dev.gantry.kube.printing.Rows.NOW;
import static dev.gantry.kube.printing.Rows.cells;
import static dev.gantry.kube.printing.Rows.json;
import static dev.gantry.kube.printing.Rows.names;
import static dev.gantry.kube.printing.Rows.object;
import static dev.gantry.kube.printing.Rows.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.printing.Table.IncludeObject;
import dev.gantry.kube.schema.Kind;
import dev.gantry.kube.schema.Kinds;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class TableTest {
  private static final KubeObject MAP = object("v1", "ConfigMap", "'data':{'a':'1','b':'2'}");

  @Test
  void aTableSaysWhatItsColumnsAreAndCarriesMetadata() {
    ObjectNode table = table(MAP).of(MAP, IncludeObject.METADATA, NOW);
    assertThat(table.propertyNames())
        .containsExactly("kind", "apiVersion", "metadata", "columnDefinitions", "rows");
    assertThat(table.path("kind").asString()).isEqualTo("Table");
    assertThat(table.path("apiVersion").asString()).isEqualTo("meta.k8s.io/v1");
    assertThat(table.path("metadata")).isEqualTo(json("{'resourceVersion':'7'}"));
    assertThat(table.at("/columnDefinitions/0/format").asString()).isEqualTo("name");
    assertThat(table.at("/columnDefinitions/1/type").asString()).isEqualTo("integer");
    assertThat(table.at("/rows/0/cells")).isEqualTo(json("['web',2,'65m']"));
    assertThat(table.at("/rows/0/object/kind").asString()).isEqualTo("PartialObjectMetadata");
    assertThat(table.at("/rows/0/object/metadata")).isEqualTo(MAP.metadata());
    assertThat(table.at("/rows/0/object").has("data")).isFalse();
  }

  @Test
  void rowsCarryNothingOrAllIfAsked() {
    assertThat(table(MAP).of(MAP, IncludeObject.NONE, NOW).at("/rows/0/object").isNull()).isTrue();
    assertThat(table(MAP).of(MAP, IncludeObject.OBJECT, NOW).at("/rows/0/object"))
        .isEqualTo(MAP.json());
    assertThat(IncludeObject.parse("")).isEqualTo(IncludeObject.METADATA);
    assertThat(IncludeObject.parse("Object")).isEqualTo(IncludeObject.OBJECT);
    assertThatThrownBy(() -> IncludeObject.parse("all")).isInstanceOf(StatusException.class);
  }

  @Test
  void aListKeepsItsMetadataAndWatchesDefineColumnsOnce() {
    ObjectNode metadata = (ObjectNode) json("{'resourceVersion':'9','continue':'x'}");
    ObjectNode list = table(MAP).of(List.of(MAP, MAP), metadata, IncludeObject.METADATA, NOW);
    assertThat(list.path("rows")).hasSize(2);
    assertThat(list.path("metadata")).isEqualTo(metadata);
    assertThat(
            table(MAP)
                .ofEvent(MAP, false, IncludeObject.METADATA, NOW)
                .path("columnDefinitions")
                .isNull())
        .isTrue();
  }

  @Test
  void aKindThatIsOnlyAnAnswerHasNoTable() {
    Kind review =
        Kinds.builtIn()
            .get(GroupVersionKind.of("authorization.k8s.io/v1", "SelfSubjectAccessReview"));
    assertThat(Table.find(review)).isEmpty();
  }

  @Test
  void everyStoredKindHasATableThatAnEmptyObjectFits() {
    List<Kind> stored = Kinds.builtIn().all().stream().filter(Kind::isStored).toList();
    assertThat(stored).hasSizeGreaterThan(40);
    for (Kind kind : stored) {
      GroupVersionKind name = kind.groupVersionKind();
      KubeObject empty = object(name.apiVersion(), name.kind(), "");
      assertThat(cells(empty)).as(name.toString()).isNotEmpty().contains("web");
      assertThat(names(empty)).as(name.toString()).doesNotHaveDuplicates().contains("Name");
    }
  }

  @Test
  void partialMetadataIsNothingButMetadata() {
    ObjectNode list =
        PartialMetadata.listOf(List.of(MAP), (ObjectNode) json("{'resourceVersion':'9'}"));
    assertThat(list.path("kind").asString()).isEqualTo("PartialObjectMetadataList");
    assertThat(list.at("/items/0").propertyNames())
        .containsExactly("kind", "apiVersion", "metadata");
  }
}
