package dev.gantry.app.cli.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// A response body, unframed.
final class HttpBody extends InputStream {
  enum Framing {
    LENGTH,
    CHUNKED,
    UNTIL_CLOSE
  }

  private static final int LINE_END = 2;

  private final HttpConnection connection;
  private final Framing framing;
  private final Runnable whenDone;

  /// Bytes left of the body, or of the current chunk.
  private long left;

  private boolean firstChunk = true;
  private boolean done;

  HttpBody(HttpConnection connection, Framing framing, long length, Runnable whenDone) {
    this.connection = connection;
    this.framing = framing;
    this.left = length;
    this.whenDone = whenDone;
    if (framing == Framing.LENGTH && length == 0) {
      finish();
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!done && framing == Framing.CHUNKED && left == 0) {
      nextChunk();
    }
    if (done) {
      return -1;
    }
    int wanted = framing == Framing.UNTIL_CLOSE ? length : (int) Math.min(length, left);
    int count = connection.read(target, offset, wanted);
    if (count < 0) {
      if (framing != Framing.UNTIL_CLOSE) {
        throw new EOFException("unexpected EOF");
      }
      finish();
      return -1;
    }
    left -= count;
    if (framing == Framing.LENGTH && left == 0) {
      finish();
    }
    return count;
  }

  /// More than zero when reading on need not wait. The end of a line that closes a chunk does not
  /// count: nothing may follow it for long.
  @Override
  public int available() {
    int buffered = connection.buffered();
    if (framing == Framing.UNTIL_CLOSE) {
      return buffered;
    }
    boolean betweenChunks = framing == Framing.CHUNKED && left == 0;
    return betweenChunks ? Math.max(0, buffered - LINE_END) : (int) Math.min(left, buffered);
  }

  private void nextChunk() throws IOException {
    if (!firstChunk) {
      connection.readChunkLine();
    }
    firstChunk = false;
    String size = connection.readChunkLine();
    int extension = size.indexOf(';');
    try {
      left = Long.parseLong((extension < 0 ? size : size.substring(0, extension)).strip(), 16);
    } catch (NumberFormatException e) {
      throw new IOException("malformed chunk size \"" + size + "\"", e);
    }
    if (left == 0) {
      while (!connection.readChunkLine().isEmpty()) {
        // Trailers mean nothing to us.
      }
      finish();
    }
  }

  private void finish() {
    if (!done) {
      done = true;
      whenDone.run();
    }
  }

  /// Leaving early means the connection is of no further use.
  @Override
  public void close() throws IOException {
    if (!done) {
      done = true;
      connection.close();
    }
  }
}
