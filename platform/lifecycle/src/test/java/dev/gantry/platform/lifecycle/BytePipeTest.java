package dev.gantry.platform.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BytePipeTest {
  private final BytePipe pipe = new BytePipe(1000);

  @Test
  void everyByteArrivesInOrder() throws IOException, InterruptedException {
    var bytes = new byte[1 << 20];
    new Random(1).nextBytes(bytes);
    var writer =
        Thread.ofVirtual()
            .start(
                () -> {
                  try (var sink = pipe.sink()) {
                    sink.write(bytes[0]);
                    sink.write(bytes, 1, bytes.length - 1);
                  } catch (IOException e) {
                    throw new AssertionError(e);
                  }
                });
    assertThat(pipe.source().readAllBytes()).isEqualTo(bytes);
    writer.join();
  }

  @Test
  void threadsThatWroteOrReadMayEndLongBeforeThePipe() throws IOException, InterruptedException {
    Thread.ofPlatform().start(() -> write("a")).join();
    assertThat(pipe.source().read()).isEqualTo('a');
    var reader = Thread.ofPlatform().start(this::readOne);
    Thread.ofPlatform().start(() -> write("b")).join();
    reader.join();
    write("c");
    pipe.sink().close();
    assertThat(pipe.source().readAllBytes()).asString().isEqualTo("c");
  }

  private void write(String text) {
    try {
      pipe.sink().write(text.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void readOne() {
    try {
      assertThat(pipe.source().read()).isEqualTo('b');
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aWriterLearnsThatNobodyReadsAnyMore() throws IOException {
    pipe.source().close();
    assertThatThrownBy(() -> pipe.sink().write(1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("source is closed");
  }

  @Test
  void whatWasWrittenBeforeTheEndIsRead() throws IOException {
    write("last");
    pipe.sink().close();
    assertThat(pipe.source().readNBytes(10)).asString().isEqualTo("last");
    assertThat(pipe.source().read()).isEqualTo(-1);
  }

  @Test
  void anInterruptEndsAWait() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> pipe.source().read()).isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
  }
}
