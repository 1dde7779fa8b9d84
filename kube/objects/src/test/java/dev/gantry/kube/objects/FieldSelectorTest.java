package dev.gantry.kube.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class FieldSelectorTest {
  private static final Map<String, String> POD =
      Map.of("metadata.name", "a", "status.phase", "Running");

  private static boolean matches(String selector) {
    return FieldSelector.parse(selector).matches(f -> POD.getOrDefault(f, ""));
  }

  @Test
  void allRequirementsMustHold() {
    assertThat(matches("metadata.name=a,status.phase!=Failed")).isTrue();
    assertThat(matches("metadata.name==a,status.phase=Failed")).isFalse();
    assertThat(matches("spec.nodeName=")).isTrue();
    assertThat(matches("")).isTrue();
  }

  @Test
  void valuesMayHoldEscapedSigns() {
    assertThat(FieldSelector.parse("a=b\\,c\\=d").requirements())
        .containsExactly(new FieldSelector.Requirement("a", true, "b,c=d"));
    assertThat(FieldSelector.parse("a=b\\,c\\=d").text()).isEqualTo("a=b\\,c\\=d");
  }

  @Test
  void mistakesAreExplained() {
    assertThatThrownBy(() -> FieldSelector.parse("foo"))
        .hasMessage("invalid selector: 'foo'; can't understand 'foo'");
    assertThatThrownBy(() -> FieldSelector.parse("a=b=c"))
        .hasMessage("invalid field selector: unescaped character in value: 61");
    assertThatThrownBy(() -> FieldSelector.parse("a=b\\x"))
        .hasMessage("invalid field selector: invalid escape sequence: \\x");
  }
}
