package dev.gantry.oci.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.SequenceInputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadAheadTest {
  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 262_143, 262_144, 262_145, 5_000_000})
  void everythingArrivesInOrder(int size) throws IOException {
    byte[] bytes = random(size);
    try (var ahead = new ReadAhead(new ByteArrayInputStream(bytes))) {
      assertThat(ahead.readAllBytes()).isEqualTo(bytes);
      assertThat(ahead.read()).isEqualTo(-1);
    }
  }

  @Test
  void aFailureArrivesAfterWhatWasReadBefore() throws IOException {
    byte[] bytes = random(600_000);
    var failing =
        new SequenceInputStream(
            new ByteArrayInputStream(bytes),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("connection reset");
              }

              @Override
              public int read(byte[] into, int from, int length) throws IOException {
                throw new IOException("connection reset");
              }
            });
    try (var ahead = new ReadAhead(failing)) {
      assertThat(ahead.readNBytes(500_000)).hasSize(500_000);
      assertThatThrownBy(ahead::readAllBytes).hasMessage("connection reset");
      assertThatThrownBy(ahead::read).hasMessage("connection reset");
    }
  }

  @Test
  void closingEndsAReaderThatWaitsForBytes() throws IOException {
    try (var source = new PipedOutputStream();
        var in = new PipedInputStream(source)) {
      new ReadAhead(in).close();
    }
  }

  @Test
  void closingEndsAReaderThatIsFarAhead() {
    new ReadAhead(new ByteArrayInputStream(new byte[20_000_000])).close();
  }
}
