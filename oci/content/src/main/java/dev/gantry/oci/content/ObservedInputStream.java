package dev.gantry.oci.content;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Shows every byte that is read through it, in order, to [#observe]; none can be skipped.
abstract class ObservedInputStream extends FilterInputStream {
  private static final int SKIP_AT_ONCE = 8192;

  ObservedInputStream(InputStream in) {
    super(in);
  }

  abstract void observe(byte[] bytes, int from, int length);

  @Override
  public final int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public final int read(byte[] into, int from, int length) throws IOException {
    int read = in.read(into, from, length);
    if (read > 0) {
      observe(into, from, read);
    }
    return read;
  }

  @Override
  public final long skip(long count) throws IOException {
    return readNBytes(Math.clamp(count, 0, SKIP_AT_ONCE)).length;
  }

  @Override
  public final boolean markSupported() {
    return false;
  }
}
