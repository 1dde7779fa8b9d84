package dev.gantry.app.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MultiplexedTest {
  private final ByteArrayOutputStream frames = new ByteArrayOutputStream();

  private void frame(int kind, String text) {
    frames.writeBytes(new byte[] {(byte) kind, 0, 0, 0, 0, 0, 0, (byte) text.length()});
    frames.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }

  private String copy() throws IOException {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    Multiplexed.copy(
        new ByteArrayInputStream(frames.toByteArray()),
        new BufferedOutputStream(both),
        new BufferedOutputStream(both));
    return both.toString(StandardCharsets.US_ASCII);
  }

  @Test
  void outputAndErrorsKeepTheirOrder() throws IOException {
    frame(1, "a");
    frame(2, "b");
    frame(1, "c");
    frame(1, "d");
    frame(2, "e");
    assertThat(copy()).isEqualTo("abcde");
  }

  @Test
  void aFailureOfTheEngineIsAFailureOfTheCommand() {
    frame(1, "a");
    frame(3, "disk full");
    assertThatThrownBy(this::copy).hasMessage("error from daemon in stream: disk full");
  }

  @Test
  void whatIsNoFrameIsRefused() {
    frame(9, "");
    assertThatThrownBy(this::copy).hasMessage("Unrecognized input header: 9");
  }
}
