package dev.gantry.oci.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Expands gzip data of any number of members (RFC 1952). The JDK's stream asks `available()`
/// whether another member follows, which no network stream can answer; this one reads on.
final class GzipInputStream extends InputStream {
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xE0;

  private final InputStream in;
  private final byte[] buffer = new byte[64 * 1024];
  private int position;
  private int filled;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private boolean ended;

  GzipInputStream(InputStream in) throws IOException {
    this.in = in;
    readHeader();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    while (length > 0 && !ended) {
      int count = inflate(into, from, length);
      if (count > 0) {
        crc.update(into, from, count);
        return count;
      }
      if (inflater.finished()) {
        finishMember();
      } else if (inflater.needsDictionary()) {
        throw new IOException("preset dictionary");
      } else {
        require(position < filled || fill());
        inflater.setInput(buffer, position, filled - position);
        position = filled;
      }
    }
    return length == 0 ? 0 : -1;
  }

  private int inflate(byte[] into, int from, int length) throws IOException {
    try {
      return inflater.inflate(into, from, length);
    } catch (DataFormatException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private void finishMember() throws IOException {
    position -= inflater.getRemaining();
    if (readNumber(4) != crc.getValue()) {
      throw new IOException("checksum does not match");
    }
    if (readNumber(4) != (inflater.getBytesWritten() & 0xFFFF_FFFFL)) {
      throw new IOException("length does not match");
    }
    if (position == filled && !fill()) {
      ended = true;
      return;
    }
    readHeader();
    inflater.reset();
    crc.reset();
  }

  private void readHeader() throws IOException {
    if (readByte() != 0x1F || readByte() != 0x8B || readByte() != 8) {
      throw new IOException("invalid header");
    }
    int flags = readByte();
    if ((flags & RESERVED) != 0) {
      throw new IOException("reserved flags are set");
    }
    readNumber(6); // time, extra flags, operating system
    if ((flags & EXTRA) != 0) {
      for (long left = readNumber(2); left > 0; left--) {
        readByte();
      }
    }
    if ((flags & NAME) != 0) {
      skipText();
    }
    if ((flags & COMMENT) != 0) {
      skipText();
    }
    if ((flags & HEADER_CRC) != 0) {
      readNumber(2);
    }
  }

  private void skipText() throws IOException {
    while (readByte() != 0) {
      // up to the zero
    }
  }

  private long readNumber(int bytes) throws IOException {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (long) readByte() << (8 * i);
    }
    return value;
  }

  private int readByte() throws IOException {
    require(position < filled || fill());
    return buffer[position++] & 0xFF;
  }

  private static void require(boolean more) throws IOException {
    if (!more) {
      throw new EOFException("unexpected end");
    }
  }

  private boolean fill() throws IOException {
    int read = in.read(buffer, 0, buffer.length);
    position = 0;
    filled = Math.max(read, 0);
    return read > 0;
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }
}
