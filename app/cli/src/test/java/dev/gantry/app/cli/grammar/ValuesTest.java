package dev.gantry.app.cli.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "512, 512",
    "1k, 1024",
    "1K, 1024",
    "1kb, 1024",
    "1KiB, 1024",
    "64m, 67108864",
    "1.5g, 1610612736",
    "2t, 2199023255552",
    "10 MB, 10485760",
    "7b, 7"
  })
  void sizesCountIn1024s(String text, long bytes) {
    assertThat(Values.bytes(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "m", "1x", "1.2.3m", "-1", "1mm"})
  void sizesThatAreNoneAreRefused(String text) {
    assertThatThrownBy(() -> Values.bytes(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1s, 1000000000",
    "1h30m, 5400000000000",
    "250ms, 250000000",
    "1.5s, 1500000000",
    "-2m, -120000000000",
    "10us, 10000",
    ".5s, 500000000"
  })
  void durationsReadAsInGo(String text, long nanos) {
    assertThat(Values.duration(text)).isEqualTo(nanos);
  }

  @Test
  void durationsThatAreNoneAreRefusedInGosWords() {
    assertThatThrownBy(() -> Values.duration("5"))
        .hasMessage("time: missing unit in duration \"5\"");
    assertThatThrownBy(() -> Values.duration("x")).hasMessage("time: invalid duration \"x\"");
    assertThatThrownBy(() -> Values.duration("5y"))
        .hasMessage("time: unknown unit \"y\" in duration \"5y\"");
  }

  @Test
  void cpusAreExactBillionths() {
    assertThat(Values.nanoCpus("1.5")).isEqualTo(1_500_000_000);
    assertThat(Values.nanoCpus("0.000000001")).isEqualTo(1);
    assertThatThrownBy(() -> Values.nanoCpus("0.0000000001")).hasMessage("value is too precise");
  }
}
