package dev.gantry.oci.archive;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.io.IOException;
import java.io.InputStream;

/// The bytes of an archive, buffered. An end where there must be more is the archive's fault;
/// an `IOException` is the stream's.
final class TarSource {
  private final InputStream in;
  private final byte[] buffer = new byte[128 * 1024];
  private int position;
  private int filled;

  TarSource(InputStream in) {
    this.in = in;
  }

  boolean atEnd() throws IOException {
    return position == filled && !fill();
  }

  /// Takes the next bytes, as they come: at least one, at most `limit`.
  int read(byte[] into, int from, long limit) throws IOException {
    int length = (int) Math.min(available(), limit);
    System.arraycopy(buffer, position, into, from, length);
    position += length;
    return length;
  }

  void readFully(byte[] into) throws IOException {
    int done = 0;
    while (done < into.length) {
      done += read(into, done, into.length - done);
    }
  }

  byte readByte() throws IOException {
    available();
    return buffer[position++];
  }

  /// Gives the next `length` bytes to `sink` without copying them.
  void transfer(long offset, long length, TarReader.ExtentSink sink) throws IOException {
    long done = 0;
    while (done < length) {
      int piece = (int) Math.min(available(), length - done);
      sink.write(offset + done, buffer, position, piece);
      position += piece;
      done += piece;
    }
  }

  void skip(long count) throws IOException {
    long left = count;
    while (left > 0) {
      int piece = (int) Math.min(available(), left);
      position += piece;
      left -= piece;
    }
  }

  void drain() throws IOException {
    do {
      position = filled;
    } while (fill());
  }

  private int available() throws IOException {
    if (atEnd()) {
      throw new InvalidArgumentException("unexpected end of tar archive");
    }
    return filled - position;
  }

  private boolean fill() throws IOException {
    int read = in.read(buffer, 0, buffer.length);
    position = 0;
    filled = Math.max(read, 0);
    return read > 0;
  }
}
