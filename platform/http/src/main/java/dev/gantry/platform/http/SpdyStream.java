package dev.gantry.platform.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One of the streams of a [SpdyConnection]: headers, and bytes both ways that end independently.
///
/// Both directions block. Closing the output ends our half; closing the input throws away what the
/// client still sends.
public final class SpdyStream {
  /// How much may have come in that nobody has read; the default of SPDY/3.1.
  static final int WINDOW = 64 << 10;

  private final SpdyConnection connection;
  private final SpdyWriter writer;
  private final int id;
  private final Map<String, String> headers;
  private final In in = new In();
  private final Out out = new Out();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<byte[]> queue = new ArrayDeque<>();
  private int position;
  private int queued;
  private int uncredited;
  private boolean inputEnded;
  private boolean inputDiscarded;
  private boolean outputEnded;
  private @Nullable IOException lost;

  SpdyStream(SpdyConnection connection, SpdyWriter writer, int id, Map<String, String> headers) {
    this.connection = connection;
    this.writer = writer;
    this.id = id;
    this.headers = headers;
  }

  /// The number the client has given it.
  public int id() {
    return id;
  }

  /// A header, whatever the case of its name.
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /// Accepts the stream. Nothing can be sent before.
  public void reply() throws IOException {
    writer.reply(id);
  }

  /// Turns the stream down.
  public void refuse() throws IOException {
    reset(SpdyWriter.REFUSED_STREAM);
  }

  /// Ends the stream in both directions at once: what was not sent is lost.
  public void cancel() throws IOException {
    reset(SpdyWriter.CANCEL);
  }

  private void reset(int status) throws IOException {
    lose(new IOException("SPDY stream " + id + " was reset"));
    connection.forget(this);
    writer.reset(id, status);
  }

  public InputStream input() {
    return in;
  }

  /// What is written goes out at once.
  public OutputStream output() {
    return out;
  }

  /// On the connection's thread, which waits here while the reader is slow.
  void received(byte[] bytes) throws IOException {
    lock.lock();
    try {
      while (queued >= WINDOW && !inputDiscarded && lost == null) {
        changed.await();
      }
      if (!inputDiscarded && !inputEnded && lost == null) {
        queue.add(bytes);
        queued += bytes.length;
        changed.signalAll();
        return;
      }
      uncredited += bytes.length;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for a reader");
    } finally {
      lock.unlock();
    }
    // Nobody reads it, but the client must not be kept from sending the rest.
    int portion = portionToCredit();
    if (portion > 0) {
      writer.windowUpdate(id, portion);
    }
  }

  void inputEnded() {
    boolean done;
    lock.lock();
    try {
      inputEnded = true;
      done = outputEnded;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (done) {
      connection.forget(this);
    }
  }

  /// Nothing will come or go any more.
  void lose(IOException reason) {
    lock.lock();
    try {
      if (lost == null) {
        lost = reason;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    writer.forget(id);
  }

  private int read(byte[] target, int offset, int length) throws IOException {
    int n = take(target, offset, length);
    int portion = portionToCredit();
    if (portion > 0) {
      writer.windowUpdate(id, portion);
    }
    return n;
  }

  private int take(byte[] target, int offset, int length) throws IOException {
    lock.lock();
    try {
      while (queue.isEmpty()) {
        if (inputEnded || inputDiscarded) {
          return -1;
        }
        if (lost != null) {
          throw new IOException(lost.getMessage(), lost);
        }
        changed.await();
      }
      byte[] head = queue.element();
      int n = Math.min(length, head.length - position);
      System.arraycopy(head, position, target, offset, n);
      position += n;
      if (position == head.length) {
        queue.remove();
        position = 0;
      }
      queued -= n;
      uncredited += n;
      changed.signalAll();
      return n;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while reading from the client");
    } finally {
      lock.unlock();
    }
  }

  /// How much more the client may send now; large portions at a time.
  private int portionToCredit() {
    lock.lock();
    try {
      if (uncredited < WINDOW / 2 || inputEnded || lost != null) {
        return 0;
      }
      int portion = uncredited;
      uncredited = 0;
      return portion;
    } finally {
      lock.unlock();
    }
  }

  private void discardInput() {
    lock.lock();
    try {
      inputDiscarded = true;
      queue.clear();
      queued = 0;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void finishOutput() throws IOException {
    boolean done;
    lock.lock();
    try {
      if (outputEnded || lost != null) {
        return;
      }
      outputEnded = true;
      done = inputEnded;
    } finally {
      lock.unlock();
    }
    writer.finish(id);
    writer.forget(id);
    if (done) {
      connection.forget(this);
    }
  }

  private void requireOpen() throws IOException {
    lock.lock();
    try {
      if (lost != null) {
        throw new IOException(lost.getMessage(), lost);
      }
      if (outputEnded) {
        throw new IOException("our half of SPDY stream " + id + " is closed");
      }
    } finally {
      lock.unlock();
    }
  }

  private final class In extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, target.length);
      return length == 0 ? 0 : SpdyStream.this.read(target, offset, length);
    }

    @Override
    public void close() {
      discardInput();
    }
  }

  private final class Out extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, bytes.length);
      requireOpen();
      writer.data(id, bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      finishOutput();
    }
  }
}
