package dev.gantry.kube.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.platform.json.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LabelSelectorTest {
  private static final Map<String, String> WEB = Map.of("app", "web", "tier", "front", "n", "5");

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "app=web; true",
        "app==web; true",
        "app!=web; false",
        "other!=x; true",
        "app in (web,db); true",
        "app notin (db); true",
        "app; true",
        "!app; false",
        "!other; true",
        "other; false",
        "n>4; true",
        "n<5; false",
        "app=web,tier=back; false",
        "in in (x); false",
        "app in (); false",
        "app in (,web); true",
        "x=; false",
        "app = web , tier = front; true"
      })
  void matchesLabels(String selector, boolean matches) {
    assertThat(LabelSelector.parse(selector).matches(WEB)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "b=c,a in (z,y); a in (y,z),b=c",
        "!k,j; j,!k",
        "a!=b; a!=b",
        "a notin (b); a notin (b)"
      })
  void isPrintedSortedByKey(String selector, String text) {
    assertThat(LabelSelector.parse(selector).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "a=b c; found 'c', expected: ',' or 'end of string'",
        ",a; found ',', expected: !, identifier, or 'end of string'",
        "a,; found '', expected: identifier after ','",
        "a b; unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt",
        "a in b; unable to parse requirement: found 'b' expected: '('",
        "a in (b; unable to parse requirement: found '', expected: ',' or ')'",
        "a>x; unable to parse requirement: values: Invalid value: [\"x\"]: for 'Gt', 'Lt'"
            + " operators, the value must be an integer"
      })
  void mistakesAreExplained(String selector, String message) {
    assertThatThrownBy(() -> LabelSelector.parse(selector)).hasMessage(message);
  }

  @Test
  void keysAndValuesMustBeThoseOfLabels() {
    assertThatThrownBy(() -> LabelSelector.parse("a@b=c"))
        .hasMessage(
            "unable to parse requirement: <nil>: Invalid value: \"a@b\": name part must consist of"
                + " alphanumeric characters, '-', '_' or '.', and must start and end with an"
                + " alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex"
                + " used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')");
    assertThatThrownBy(() -> LabelSelector.parse("a=b@"))
        .hasMessageStartingWith(
            "unable to parse requirement: values[0][a]: Invalid value: \"b@\": a valid label must"
                + " be an empty string or consist of alphanumeric characters");
  }

  @Test
  void structuresCombineLabelsAndExpressions() {
    var selector =
        LabelSelector.ofStructure(
            Json.tree(
                """
                {"matchLabels":{"app":"web"},
                 "matchExpressions":[{"key":"tier","operator":"In","values":["front","x"]}]}"""
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    assertThat(selector.matches(WEB)).isTrue();
    assertThat(selector.text()).isEqualTo("app=web,tier in (front,x)");
  }

  @Test
  void missingSelectsNothingAndEmptyEverything() {
    var mapper = Json.mapper();
    assertThat(LabelSelector.ofStructure(mapper.missingNode()).matches(WEB)).isFalse();
    assertThat(LabelSelector.ofStructure(mapper.createObjectNode()).matches(WEB)).isTrue();
    assertThat(LabelSelector.ofMap(mapper.createObjectNode()).matches(WEB)).isFalse();
    assertThat(LabelSelector.parse("").isEverything()).isTrue();
  }
}
