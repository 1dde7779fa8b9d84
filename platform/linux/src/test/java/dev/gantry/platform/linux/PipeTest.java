package dev.gantry.platform.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ProcessBuilder.Redirect;
import org.junit.jupiter.api.Test;

class PipeTest {
  @Test
  void carriesTheOutputOfAChildToItsEnd() throws Exception {
    try (var pipe = Pipe.open()) {
      var child =
          new ProcessBuilder("echo", "hello")
              .redirectOutput(Redirect.to(pipe.writeEnd().path().toFile()))
              .start();
      pipe.writeEnd().close();
      assertThat(new String(pipe.readEnd().readFully(), UTF_8)).isEqualTo("hello\n");
      assertThat(child.waitFor()).isZero();
    }
  }
}
