package dev.gantry.oci.archive;

import com.github.luben.zstd.ZstdInputStream;
import dev.gantry.platform.errors.InvalidArgumentException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/// Expands what may be compressed, in this process: no helper program is ever looked up, least
/// of all one in a container.
///
/// Malformed data, and data that expands beyond the [ExpansionLimits], end in an
/// [InvalidArgumentException]; an `IOException` always comes from the source.
public final class Decompression extends InputStream {
  /// The largest window a Zstandard frame may ask for, as a power of two: 128 MiB.
  private static final int ZSTD_WINDOW_LOG = 27;

  private static final int XZ_MEMORY_KIB = 256 * 1024;

  private final Compression compression;
  private final Source source;
  private final InputStream decoder;
  private final ExpansionLimits limits;
  private long expanded;

  private Decompression(
      Compression compression, Source source, InputStream decoder, ExpansionLimits limits) {
    this.compression = compression;
    this.source = source;
    this.decoder = decoder;
    this.limits = limits;
  }

  /// Looks at the first bytes of `in` and expands what they say; what is not compressed passes
  /// unchanged. Closing the result closes `in`.
  public static Decompression open(InputStream in, ExpansionLimits limits) throws IOException {
    byte[] head = in.readNBytes(Compression.MAGIC_LENGTH);
    var compression = Compression.detect(head, head.length);
    var source = new Source(new SequenceInputStream(new ByteArrayInputStream(head), in));
    try {
      return new Decompression(compression, source, decoder(compression, source), limits);
    } catch (IOException e) {
      throw translate(compression, source, e);
    }
  }

  private static InputStream decoder(Compression compression, Source source) throws IOException {
    return switch (compression) {
      case NONE -> source;
      case GZIP -> new GzipInputStream(source);
      case ZSTD -> {
        var zstd = new ZstdInputStream(source);
        zstd.setLongMax(ZSTD_WINDOW_LOG);
        yield zstd;
      }
      case BZIP2 -> new Bzip2InputStream(source);
      case XZ -> new XZInputStream(source, XZ_MEMORY_KIB);
    };
  }

  /// What the data was compressed with.
  public Compression compression() {
    return compression;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    int count;
    try {
      count = decoder.read(into, from, length);
    } catch (IOException e) {
      throw translate(compression, source, e);
    }
    if (count > 0) {
      expanded += count;
      verifyExpansion();
    }
    return count;
  }

  private void verifyExpansion() {
    if (expanded > limits.bytes()) {
      throw new InvalidArgumentException("archive of more than %d bytes".formatted(limits.bytes()));
    }
    if (compression != Compression.NONE
        && expanded > limits.freeBytes()
        && expanded / limits.ratio() > source.count) {
      throw new InvalidArgumentException(
          "%s data expands more than %d to one".formatted(label(compression), limits.ratio()));
    }
  }

  /// Decoders report what they find by `IOException` too; the source knows which was its own.
  private static IOException translate(Compression compression, Source source, IOException e) {
    if (source.failure != null) {
      return source.failure;
    }
    throw new InvalidArgumentException(
        "invalid %s data: %s".formatted(label(compression), e.getMessage()), e);
  }

  private static String label(Compression compression) {
    return compression.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void close() throws IOException {
    decoder.close();
    source.close();
  }

  /// Counts what the decoder takes, and remembers when it could not.
  private static final class Source extends FilterInputStream {
    private long count;
    private @Nullable IOException failure;

    Source(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      try {
        int read = in.read(into, from, length);
        count += Math.max(read, 0);
        return read;
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }

    @Override
    public long skip(long count) throws IOException {
      return in.skip(count);
    }
  }
}
