package dev.gantry.kube.api;

import static dev.gantry.kube.api.TestApi.configMap;
import static dev.gantry.kube.api.TestApi.everything;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gantry.kube.client.DeleteOptions;
import dev.gantry.kube.client.ListOptions;
import dev.gantry.kube.objects.BuiltInKinds;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.objects.StatusReason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ListTest {
  @RegisterExtension final TestApi cluster = new TestApi();

  private ListResult list(ListQuery query) {
    return cluster.list(BuiltInKinds.CONFIG_MAP, query);
  }

  private static List<String> names(ListResult result) {
    return result.items().stream().map(item -> item.object().name()).toList();
  }

  private void createFive() {
    for (String name : List.of("a", "b", "c", "d", "e")) {
      cluster.create(configMap(name, "1"));
    }
  }

  @Test
  void pagesShowOneState() {
    createFive();
    ListResult first = list(everything().limit(2));
    assertThat(names(first)).containsExactly("a", "b");
    assertThat(first.remaining()).hasValue(3);
    cluster.delete(BuiltInKinds.CONFIG_MAP, "d", DeleteOptions.DEFAULT);
    cluster.create(configMap("f", "1"));
    ListResult second = list(everything().limit(2).continued(first.continueToken()));
    ListResult third = list(everything().limit(2).continued(second.continueToken()));
    assertThat(names(second)).containsExactly("c", "d");
    assertThat(names(third)).containsExactly("e");
    assertThat(third.continueToken()).isEmpty();
    assertThat(third.resourceVersion()).isEqualTo(first.resourceVersion());
  }

  @Test
  void aListWhosePastIsGoneGoesOnInThePresent() {
    createFive();
    ListResult first = list(everything().limit(2));
    cluster.delete(BuiltInKinds.CONFIG_MAP, "d", DeleteOptions.DEFAULT);
    cluster.create(configMap("f", "1"));
    cluster.store().compact(cluster.store().revision());
    StatusException expired =
        catchThrowableOfType(
            StatusException.class,
            () -> list(everything().limit(2).continued(first.continueToken())));
    assertThat(expired.reason()).isEqualTo(StatusReason.EXPIRED);
    ListResult rest = list(everything().continued(expired.continueToken()));
    assertThat(names(rest)).containsExactly("c", "e", "f");
  }

  @Test
  void aSelectorHidesHowMuchRemains() {
    createFive();
    for (String name : List.of("x", "y", "z")) {
      cluster.create(
          configMap(name, "1")
              .edit(json -> json.withObject("/metadata").putObject("labels").put("l", "1")));
    }
    ListQuery query = ListQuery.of(ListOptions.in("default").labels("l=1")).limit(2);
    ListResult first = list(query);
    assertThat(names(first)).containsExactly("x", "y");
    assertThat(first.remaining()).isEmpty();
    assertThat(names(list(query.continued(first.continueToken())))).containsExactly("z");
  }

  @Test
  void anExactVersionShowsThePast() {
    String before = cluster.create(configMap("a", "1")).object().resourceVersion();
    cluster.create(configMap("b", "1"));
    assertThat(names(list(everything().at(before, "Exact")))).containsExactly("a");
    assertThat(names(list(everything().at(before, "NotOlderThan")))).containsExactly("a", "b");
    assertThat(names(list(everything().at("0", "")))).containsExactly("a", "b");
  }

  @Test
  void fieldsThatNobodySelectsByAreRefused() {
    assertThatThrownBy(() -> list(ListQuery.of(ListOptions.in("default").fields("data.key=1"))))
        .hasMessageContaining("\"data.key\" is not a known field selector");
  }

  @Test
  void oneObjectIsFoundByItsName() {
    createFive();
    assertThat(names(list(ListQuery.of(ListOptions.in("default").fields("metadata.name=c")))))
        .containsExactly("c");
  }

  @Test
  void allNamespacesAreListedTogether() {
    cluster.create(configMap("a", "1"));
    cluster.create(
        configMap("b", "1")
            .edit(json -> json.withObject("/metadata").put("namespace", "kube-system")));
    assertThat(names(list(ListQuery.of(ListOptions.ALL)))).containsExactly("a", "b");
    assertThat(names(list(everything()))).containsExactly("a");
  }

  @Test
  void malformedTokensAreRefused() {
    for (String token : List.of("?", "bm9uc2Vuc2U", "e30")) {
      assertThatThrownBy(() -> list(everything().continued(token)))
          .hasMessageStartingWith("continue key is not valid");
    }
  }

  @Test
  void versionsThatAreNoNumbersAreRefused() {
    List<Throwable> refusals = new ArrayList<>();
    for (String version : List.of("x", "-1", "99999999999999999999999")) {
      refusals.add(
          catchThrowableOfType(StatusException.class, () -> list(everything().at(version, ""))));
    }
    assertThat(refusals).doesNotContainNull();
  }
}
