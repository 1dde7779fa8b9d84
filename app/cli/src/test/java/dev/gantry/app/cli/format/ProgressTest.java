package dev.gantry.app.cli.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.app.cli.grammar.ExitException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static String show(String messages, boolean terminal) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    new Progress(stream, terminal, 120, _ -> {})
        .show(new ByteArrayInputStream(messages.getBytes(StandardCharsets.UTF_8)));
    return out.toString(StandardCharsets.UTF_8);
  }

  private static final String PULL =
      """
      {"status":"Pulling from team/app","id":"1"}
      {"status":"Pulling fs layer","progressDetail":{},"id":"aa"}
      {"status":"Pulling fs layer","progressDetail":{},"id":"bb"}
      {"status":"Downloading","progressDetail":{"current":50,"total":100},"progress":"[=]","id":"aa"}
      {"status":"Pull complete","progressDetail":{},"id":"aa"}
      {"status":"Digest: sha256:1"}
      """;

  @Test
  void withoutATerminalLinesFollowEachOtherAndBarsAreLeftOut() throws IOException {
    assertThat(show(PULL, false))
        .isEqualTo(
            """
            1: Pulling from team/app
            aa: Pulling fs layer
            bb: Pulling fs layer
            aa: Pull complete
            Digest: sha256:1
            """);
  }

  @Test
  void onATerminalEachIdKeepsItsLine() throws IOException {
    String esc = "\u001b";
    assertThat(show(PULL, true))
        .isEqualTo(
            "1: Pulling from team/app\n"
                + "\n"
                + esc
                + "[1A"
                + esc
                + "[2K\raa: Pulling fs layer \r"
                + esc
                + "[1B"
                + "\n"
                + esc
                + "[1A"
                + esc
                + "[2K\rbb: Pulling fs layer \r"
                + esc
                + "[1B"
                + esc
                + "[2A"
                + esc
                + "[2K\raa: Downloading ["
                + "=".repeat(25)
                + ">"
                + " ".repeat(25)
                + "]      50B/100B\r"
                + esc
                + "[2B"
                + esc
                + "[2A"
                + esc
                + "[2K\raa: Pull complete \r"
                + esc
                + "[2B"
                + "Digest: sha256:1\n");
  }

  @Test
  void anErrorEndsTheCommandWithItsCode() {
    assertThatThrownBy(
            () ->
                show("{\"stream\":\"x\"}{\"errorDetail\":{\"code\":3,\"message\":\"no\"}}", false))
        .isInstanceOfSatisfying(ExitException.class, e -> assertThat(e.status()).isEqualTo(3))
        .hasMessage("no");
  }
}
