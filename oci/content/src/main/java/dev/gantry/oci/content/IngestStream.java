package dev.gantry.oci.content;

import java.io.OutputStream;

/// An [Ingest] as an output stream.
final class IngestStream extends OutputStream {
  private final Ingest ingest;

  IngestStream(Ingest ingest) {
    this.ingest = ingest;
  }

  @Override
  public void write(int b) {
    ingest.write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    ingest.write(bytes, offset, length);
  }
}
