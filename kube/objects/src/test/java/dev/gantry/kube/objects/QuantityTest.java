package dev.gantry.kube.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QuantityTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0Gi, 0",
    "1.5, 1500m",
    "0.5, 500m",
    "1000m, 1",
    "1.5Gi, 1536Mi",
    "1024Ki, 1Mi",
    "1023, 1023",
    "0.5Ki, 512",
    "100Mi, 100Mi",
    "1000k, 1M",
    "12e6, 12e6",
    "1200, 1200",
    "0.0000000001, 1n",
    "-1, -1",
    "-0.5, -500m",
    "+1, 1",
    ".5, 500m",
    "1., 1",
    "1E3, 1e3",
    "1E, 1E",
    "0.1Gi, 107374182400m",
    "8Ei, 9223372036854775807"
  })
  void isPrintedInCanonicalForm(String text, String canonical) {
    assertThat(Quantity.parse(text).text()).isEqualTo(canonical);
  }

  @Test
  void comparesAmountsAndNotTexts() {
    assertThat(Quantity.parse("1024Mi")).isEqualTo(Quantity.parse("1Gi"));
    assertThat(Quantity.parse("1Gi")).isGreaterThan(Quantity.parse("1G"));
    assertThat(Quantity.parse("1Gi").hashCode()).isEqualTo(Quantity.parse("1024Mi").hashCode());
  }

  @Test
  void addsAndSubtracts() {
    assertThat(Quantity.parse("1500m").plus(Quantity.parse("1")).text()).isEqualTo("2500m");
    assertThat(Quantity.parse("1Gi").minus(Quantity.parse("512Mi")).text()).isEqualTo("512Mi");
    assertThat(Quantity.ZERO.plus(Quantity.parse("1Gi")).text()).isEqualTo("1Gi");
  }

  @Test
  void valuesAreRoundedUp() {
    assertThat(Quantity.parse("1500m").value()).isEqualTo(2);
    assertThat(Quantity.parse("0.1m").milliValue()).isEqualTo(1);
    assertThat(Quantity.parse("9E").value()).isEqualTo(9_000_000_000_000_000_000L);
    assertThat(Quantity.parse("90E").value()).isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @CsvSource({"''", "abc", "1 Gi", "1.2.3Gi1x", "-"})
  void anythingElseIsRefusedWithTheSyntax(String text) {
    assertThatThrownBy(() -> Quantity.parse(text))
        .hasMessage(
            "quantities must match the regular expression"
                + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
  }

  @Test
  void unknownSuffixesAreNamedAsSuch() {
    assertThatThrownBy(() -> Quantity.parse("1Kii"))
        .hasMessage("unable to parse quantity's suffix");
    assertThatThrownBy(() -> Quantity.parse("1.2.3"))
        .hasMessage("unable to parse numeric part of quantity");
  }

  @Test
  void anAbsurdExponentCostsNothing() {
    assertThat(Quantity.parse("1e999999999").value()).isEqualTo(Long.MAX_VALUE);
    assertThat(Quantity.parse("1e-999999999").text()).isEqualTo("1e-9");
  }
}
