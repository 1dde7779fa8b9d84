package dev.gantry.oci.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import dev.gantry.platform.errors.InvalidArgumentException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class DecompressionTest {
  private static final byte[] TEXT = text();

  /// Half a megabyte that is neither random nor dull: runs, repetitions, noise.
  private static byte[] text() {
    var random = new Random(11);
    byte[] bytes = new byte[500_000];
    for (int i = 0; i < bytes.length; ) {
      int run = 1 + random.nextInt(random.nextInt(20) == 0 ? 2000 : 6);
      byte value = (byte) (random.nextInt(4) == 0 ? random.nextInt() : 'a' + random.nextInt(20));
      int end = Math.min(bytes.length, i + run);
      Arrays.fill(bytes, i, end, value);
      i = end;
    }
    return bytes;
  }

  private static byte[] compress(Compression compression, byte[] data) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (OutputStream out =
        switch (compression) {
          case NONE -> bytes;
          case GZIP -> new GZIPOutputStream(bytes);
          case ZSTD -> new ZstdOutputStream(bytes);
          case BZIP2 -> new BZip2CompressorOutputStream(bytes, 2);
          case XZ -> new XZOutputStream(bytes, new LZMA2Options(1));
        }) {
      out.write(data);
    }
    return bytes.toByteArray();
  }

  private static byte[] expand(byte[] data) throws IOException {
    return expand(data, ExpansionLimits.DEFAULT);
  }

  private static byte[] expand(byte[] data, ExpansionLimits limits) throws IOException {
    try (var in = Decompression.open(new ByteArrayInputStream(data), limits)) {
      return in.readAllBytes();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theContentTellsTheCompression(Compression compression) throws IOException {
    try (var in =
        Decompression.open(
            new ByteArrayInputStream(compress(compression, TEXT)), ExpansionLimits.DEFAULT)) {
      assertThat(in.compression()).isEqualTo(compression);
      assertThat(in.readAllBytes()).isEqualTo(TEXT);
    }
  }

  @ParameterizedTest
  @EnumSource
  void emptyDataExpandsToNothing(Compression compression) throws IOException {
    assertThat(expand(compress(compression, new byte[0]))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "ZSTD", "BZIP2"})
  void severalStreamsAreOne(Compression compression) throws IOException {
    byte[] one = compress(compression, TEXT);
    byte[] twice = Arrays.copyOf(one, one.length * 2);
    System.arraycopy(one, 0, twice, one.length, one.length);

    byte[] expanded = expand(twice);

    assertThat(expanded).hasSize(TEXT.length * 2).startsWith(TEXT).endsWith(TEXT);
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void dataThatEndsTooEarlyIsRefused(Compression compression) throws IOException {
    byte[] data = compress(compression, TEXT);

    for (int length : new int[] {data.length - 1, data.length - 9, data.length / 2, 15}) {
      assertThatThrownBy(() -> expand(Arrays.copyOf(data, length)))
          .isInstanceOf(InvalidArgumentException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "BZIP2", "XZ"})
  void damageIsNoticed(Compression compression) throws IOException {
    byte[] data = compress(compression, TEXT);
    var random = new Random(5);
    for (int i = 0; i < 30; i++) {
      byte[] damaged = data.clone();
      damaged[20 + random.nextInt(data.length - 20)] ^= (byte) (1 << random.nextInt(8));

      assertThatThrownBy(() -> expand(damaged)).isInstanceOf(InvalidArgumentException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 255, 256, 257, 258, 259, 260, 261, 1000, 199_999, 200_000, 450_000})
  void bzip2RunsOfAnyLength(int length) throws IOException {
    byte[] data = new byte[length];

    assertThat(expand(compress(Compression.BZIP2, data))).isEqualTo(data);
  }

  @Test
  void bzip2OfRandomData() throws IOException {
    var random = new Random(2);
    for (int i = 0; i < 50; i++) {
      byte[] data = new byte[random.nextInt(5000)];
      random.nextBytes(data);
      if (i % 2 == 0) {
        for (int j = 0; j < data.length; j++) {
          data[j] &= 1;
        }
      }

      assertThat(expand(compress(Compression.BZIP2, data))).isEqualTo(data);
    }
  }

  @Test
  void zstandardMayBeginWithASkippableFrame() throws IOException {
    byte[] frame = {0x5E, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3};
    byte[] data = Zstd.compress(TEXT);
    byte[] both = Arrays.copyOf(frame, frame.length + data.length);
    System.arraycopy(data, 0, both, frame.length, data.length);

    assertThat(expand(both)).isEqualTo(TEXT);
  }

  @Test
  void zstandardWindowsBeyondTheLimitAreRefused() throws IOException {
    // An empty frame with a window of 1 << (10 + the upper five bits of its second byte).
    assertThat(expand(HexFormat.of().parseHex("28b52ffd0088010000"))).isEmpty();
    assertThatThrownBy(() -> expand(HexFormat.of().parseHex("28b52ffd0090010000")))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("zstd");
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "ZSTD", "XZ"})
  void bombsAreRefused(Compression compression) throws IOException {
    byte[] bomb = compress(compression, new byte[3_000_000]);
    var limits = new ExpansionLimits(100, 1_000_000, Long.MAX_VALUE);

    assertThatThrownBy(() -> expand(bomb, limits))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("expands more than 100 to one");
    assertThat(expand(compress(compression, new byte[900_000]), limits)).hasSize(900_000);
  }

  @Test
  void whatIsTooLargeIsRefusedCompressedOrNot() {
    var limits = new ExpansionLimits(1000, 1000, 1000);

    assertThatThrownBy(() -> expand(TEXT, limits))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("more than 1000 bytes");
  }

  @Test
  void aFailureOfTheSourceStaysAnIoException() throws IOException {
    byte[] data = compress(Compression.GZIP, TEXT);
    var failing =
        new SequenceInputStream(new ByteArrayInputStream(data, 0, 1000), new ResetConnection());

    assertThatThrownBy(() -> Decompression.open(failing, ExpansionLimits.DEFAULT).readAllBytes())
        .isInstanceOf(IOException.class)
        .hasMessage("connection reset");
  }

  private static final class ResetConnection extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("connection reset");
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      throw new IOException("connection reset");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1000, 524_287, 524_288, 524_289, 1_048_576, 3_000_000})
  void parallelGzipIsGzip(int size) throws IOException {
    byte[] data = new byte[size];
    for (int i = 0; i < size; i++) {
      data[i] = TEXT[i % TEXT.length];
    }
    byte[] compressed = gzip(data, size / 3 + 1);

    assertThat(expand(compressed)).isEqualTo(data);
    assertThat(new GZIPInputStream(new ByteArrayInputStream(compressed)).readAllBytes())
        .isEqualTo(data);
    assertThat(gzip(data, 997)).isEqualTo(compressed);
  }

  @Test
  void parallelGzipIsAsSmallAsAnother() throws IOException {
    byte[] data = new byte[4_000_000];
    for (int i = 0; i < data.length; i++) {
      data[i] = TEXT[i % TEXT.length];
    }

    assertThat(gzip(data, 100_000).length)
        .isLessThan((int) (compress(Compression.GZIP, data).length * 1.01));
  }

  private static byte[] gzip(byte[] data, int piece) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GzipOutputStream(bytes, GzipOutputStream.DEFAULT_LEVEL)) {
      for (int i = 0; i < data.length; i += piece) {
        out.write(data, i, Math.min(piece, data.length - i));
      }
    }
    return bytes.toByteArray();
  }
}
