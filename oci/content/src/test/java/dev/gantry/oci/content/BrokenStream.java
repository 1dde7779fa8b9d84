package dev.gantry.oci.content;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;

/// A connection that breaks after some bytes.
final class BrokenStream extends InputStream {
  private BrokenStream() {}

  static InputStream after(byte[] bytes, int length) {
    return new SequenceInputStream(new ByteArrayInputStream(bytes, 0, length), new BrokenStream());
  }

  @Override
  public int read() throws IOException {
    throw new IOException("connection reset");
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    throw new IOException("connection reset");
  }
}
