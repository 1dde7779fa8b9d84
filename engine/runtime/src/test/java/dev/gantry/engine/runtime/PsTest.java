package dev.gantry.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PsTest {
  @Test
  void picksTheLinesOfProcessesAndKeepsCommandsWhole() {
    var table =
        Ps.select(
            List.of(
                "UID        PID  PPID CMD",
                "root         1     0 /sbin/init splash",
                "root        42     1 sh -c  a b",
                "root       420     1 other"),
            List.of(42, 43));
    assertThat(table.titles()).containsExactly("UID", "PID", "PPID", "CMD");
    assertThat(table.rows()).containsExactly(List.of("root", "42", "1", "sh -c a b"));
  }

  @Test
  void needsAColumnOfPids() {
    assertThatThrownBy(() -> Ps.select(List.of("COMMAND", "sh"), List.of(1)))
        .hasMessage("Couldn't find PID field in ps output");
  }
}
