package dev.gantry.app.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DetachKeysTest {
  private static final String P = "\u0010";
  private static final String Q = "\u0011";

  private static String type(DetachKeys keys, String typed) {
    byte[] bytes = typed.getBytes(StandardCharsets.ISO_8859_1);
    DetachKeys.Scan scan = keys.scan(bytes, bytes.length);
    String passed = StandardCharsets.ISO_8859_1.decode(scan.bytes()).toString();
    return passed + (scan.detached() ? "|detached" : "");
  }

  @Test
  void theSequenceDetachesAndIsNotPassedOn() {
    assertThat(type(DetachKeys.standard(), "ab" + P + Q + "cd")).isEqualTo("ab|detached");
  }

  @Test
  void theSequenceMayComeInPieces() {
    DetachKeys keys = DetachKeys.standard();
    assertThat(type(keys, "a" + P)).isEqualTo("a");
    assertThat(type(keys, Q)).isEqualTo("|detached");
  }

  @Test
  void aStartedSequenceFollowsWhenItTurnsOutToBeSomethingElse() {
    DetachKeys keys = DetachKeys.standard();
    assertThat(type(keys, P)).isEmpty();
    assertThat(type(keys, "x")).isEqualTo(P + "x");
    assertThat(type(keys, P + P + Q)).isEqualTo(P + "|detached");
  }

  @Test
  void keysCanBeChosen() {
    assertThat(type(DetachKeys.parse("ctrl-e,e"), "x\u0005e")).isEqualTo("x|detached");
    assertThat(type(DetachKeys.parse("a,b,c"), "ababc")).isEqualTo("ab|detached");
    assertThat(type(DetachKeys.parse("ctrl-@,ctrl-[,ctrl-_"), "\0\u001b\u001f"))
        .isEqualTo("|detached");
    assertThatThrownBy(() -> DetachKeys.parse("ctrl-1")).hasMessage("Unknown character: 'ctrl-1'");
    assertThatThrownBy(() -> DetachKeys.parse("")).isInstanceOf(IllegalArgumentException.class);
  }
}
