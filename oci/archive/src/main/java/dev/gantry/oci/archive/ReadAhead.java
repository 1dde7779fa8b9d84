package dev.gantry.oci.archive;

import dev.gantry.platform.lifecycle.OwnedThread;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;

/// Reads another stream in a thread of its own, some megabytes ahead: while files are written
/// from what was read, more is downloaded, hashed and decompressed.
///
/// The other stream is read by that thread only. [#close] interrupts it and waits for it, and
/// leaves the stream open.
public final class ReadAhead extends InputStream {
  private static final int PIECES = 8;
  private static final int PIECE = 256 * 1024;

  private final ArrayBlockingQueue<Piece> filled = new ArrayBlockingQueue<>(PIECES + 1);
  private final ArrayBlockingQueue<Piece> free = new ArrayBlockingQueue<>(PIECES);
  private final OwnedThread reader;
  private @Nullable Piece current;

  /// Bytes, or how the stream has ended.
  private static final class Piece {
    private final byte[] bytes;
    private int position;
    private int length;
    private @Nullable Throwable failure;

    Piece(int size) {
      bytes = new byte[size];
    }
  }

  public ReadAhead(InputStream in) {
    for (int i = 0; i < PIECES; i++) {
      free.add(new Piece(PIECE));
    }
    reader = OwnedThread.platform("read-ahead", () -> fill(in));
  }

  private void fill(InputStream in) throws InterruptedException {
    var end = new Piece(0);
    try {
      while (true) {
        var piece = free.take();
        piece.position = 0;
        piece.length = in.readNBytes(piece.bytes, 0, PIECE);
        if (piece.length > 0) {
          filled.put(piece);
        }
        if (piece.length < PIECE) {
          break;
        }
      }
    } catch (IOException | RuntimeException | Error e) {
      end.failure = e;
    }
    filled.put(end);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    var piece = next();
    if (piece.bytes.length == 0) {
      return end(piece);
    }
    int count = Math.min(length, piece.length - piece.position);
    System.arraycopy(piece.bytes, piece.position, into, from, count);
    piece.position += count;
    return count;
  }

  private Piece next() throws InterruptedIOException {
    try {
      if (current != null && current.bytes.length > 0 && current.position == current.length) {
        free.put(current);
        current = null;
      }
      if (current == null) {
        current = filled.take();
      }
      return current;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while reading");
    }
  }

  private static int end(Piece end) throws IOException {
    return switch (end.failure) {
      case null -> -1;
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new AssertionError(end.failure);
    };
  }

  @Override
  public void close() {
    reader.close();
  }
}
