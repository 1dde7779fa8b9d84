package dev.gantry.oci.content;

import java.io.InputStream;

/// Writes what is read through it to an ingest as well.
final class RecordingInputStream extends ObservedInputStream {
  private final Ingest ingest;

  RecordingInputStream(InputStream in, Ingest ingest) {
    super(in);
    this.ingest = ingest;
  }

  @Override
  void observe(byte[] bytes, int from, int length) {
    ingest.write(bytes, from, length);
  }
}
