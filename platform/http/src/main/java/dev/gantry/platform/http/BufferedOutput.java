package dev.gantry.platform.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;

/// Collects small writes and passes large ones on, in arrays of their own: the event loop sends
/// them later, when the caller has long reused his.
abstract class BufferedOutput extends OutputStream {
  private static final int CAPACITY = 8 << 10;

  private byte[] buffer = new byte[0];
  private int count;
  private boolean closed;

  /// Sends bytes. The array is handed over.
  abstract void send(byte[] piece) throws IOException;

  /// Called once, after everything was sent.
  abstract void end() throws IOException;

  @Override
  public final void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public final void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (closed) {
      throw new IOException("the stream is closed");
    }
    if (count + length > CAPACITY) {
      flush();
    }
    if (length < CAPACITY) {
      append(bytes, offset, length);
      return;
    }
    for (int sent = 0; sent < length; sent += Outbound.MAX_PIECE) {
      int piece = Math.min(length - sent, Outbound.MAX_PIECE);
      send(Arrays.copyOfRange(bytes, offset + sent, offset + sent + piece));
    }
  }

  private void append(byte[] bytes, int offset, int length) {
    if (buffer.length < count + length) {
      int capacity = Math.min(CAPACITY, Math.max(2 * buffer.length, count + length));
      buffer = Arrays.copyOf(buffer, capacity);
    }
    System.arraycopy(bytes, offset, buffer, count, length);
    count += length;
  }

  @Override
  public final void flush() throws IOException {
    if (count > 0) {
      byte[] piece = Arrays.copyOf(buffer, count);
      count = 0;
      send(piece);
    }
  }

  @Override
  public final void close() throws IOException {
    if (!closed) {
      flush();
      closed = true;
      end();
    }
  }
}
