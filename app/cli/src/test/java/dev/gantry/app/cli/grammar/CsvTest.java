package dev.gantry.app.cli.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CsvTest {
  @Test
  void fieldsMayBeQuoted() {
    assertThat(Csv.split("type=bind,\"src=/a,b\",dst=/c"))
        .containsExactly("type=bind", "src=/a,b", "dst=/c");
    assertThat(Csv.split("\"a\"\"b\"")).containsExactly("a\"b");
    assertThat(Csv.split("a,,b,")).containsExactly("a", "", "b", "");
  }

  @Test
  void strayQuotesAreRefused() {
    assertThatThrownBy(() -> Csv.split("a\"b")).hasMessageContaining("bare \"");
    assertThatThrownBy(() -> Csv.split("\"a")).hasMessageContaining("extraneous or missing");
  }
}
