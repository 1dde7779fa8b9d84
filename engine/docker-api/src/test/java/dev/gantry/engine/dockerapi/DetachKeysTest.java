package dev.gantry.engine.dockerapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.util.List;
import org.junit.jupiter.api.Test;

class DetachKeysTest {
  private static byte[] feed(DetachKeys keys, int... input) {
    byte[] bytes = new byte[input.length];
    for (int i = 0; i < input.length; i++) {
      bytes[i] = (byte) input[i];
    }
    return keys.feed(bytes, bytes.length);
  }

  @Test
  void areFoundAcrossReads() {
    var keys = DetachKeys.parse("");

    assertThat(feed(keys, 'a', 16)).containsExactly('a');
    assertThat(keys.found()).isFalse();
    assertThat(feed(keys, 17, 'b')).isEmpty();
    assertThat(keys.found()).isTrue();
    assertThat(keys.rest()).isEmpty();
  }

  @Test
  void aBeginningWithoutTheRestIsPassedOn() {
    var keys = DetachKeys.parse("ctrl-p,ctrl-q");

    assertThat(feed(keys, 16)).isEmpty();
    assertThat(feed(keys, 'x')).containsExactly(16, 'x');
    assertThat(keys.found()).isFalse();
  }

  @Test
  void aBeginningMayBeginAgain() {
    var keys = DetachKeys.parse("");

    assertThat(feed(keys, 16, 16, 17)).containsExactly(16);
    assertThat(keys.found()).isTrue();
  }

  @Test
  void whatIsHeldBackIsNotLostAtTheEnd() {
    var keys = DetachKeys.parse("");
    feed(keys, 16);

    assertThat(keys.rest()).containsExactly(16);
    assertThat(keys.rest()).isEmpty();
  }

  @Test
  void mayBePlainCharacters() {
    var keys = DetachKeys.parse("e,x");

    assertThat(keys.feed("hex".getBytes(UTF_8), 3)).containsExactly('h');
    assertThat(keys.found()).isTrue();
  }

  @Test
  void refusesUnknownKeys() {
    for (String text : List.of("ctrl-", "ctrl-1", "ctrl-pp", ",", "ctrl-p,", "meta-x")) {
      assertThatThrownBy(() -> DetachKeys.parse(text))
          .as(text)
          .isInstanceOf(InvalidArgumentException.class);
    }
  }
}
