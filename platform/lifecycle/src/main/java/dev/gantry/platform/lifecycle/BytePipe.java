package dev.gantry.platform.lifecycle;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// Carries bytes from a writer to a reader, holding a bounded number of them.
///
/// Unlike `java.io`'s pipes it does not care which threads use it: either side may change threads
/// between two calls, as work does that leaves its virtual thread for [PlatformWork]. The source
/// ends when the sink is closed; writing fails once the source is closed. An interrupt ends a wait
/// with [InterruptedIOException] and stays set.
public final class BytePipe {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final byte[] ring;
  private final Source source = new Source();
  private final Sink sink = new Sink();
  private int first;
  private int count;
  private boolean sinkClosed;
  private boolean sourceClosed;

  /// @param capacity how many bytes may be on their way
  public BytePipe(int capacity) {
    this.ring = new byte[capacity];
  }

  public InputStream source() {
    return source;
  }

  public OutputStream sink() {
    return sink;
  }

  private void awaitUntil(BooleanSupplier goal) throws IOException {
    try {
      while (!goal.getAsBoolean()) {
        changed.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the other end of a pipe");
    }
  }

  private int take(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    lock.lock();
    try {
      awaitUntil(() -> count > 0 || sinkClosed || sourceClosed);
      if (sourceClosed) {
        throw new IOException("the pipe's source is closed");
      }
      if (count == 0) {
        return -1;
      }
      int taken = Math.min(length, Math.min(count, ring.length - first));
      System.arraycopy(ring, first, target, offset, taken);
      first = (first + taken) % ring.length;
      count -= taken;
      changed.signalAll();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private int put(byte[] bytes, int offset, int length) throws IOException {
    lock.lock();
    try {
      awaitUntil(() -> count < ring.length || sourceClosed || sinkClosed);
      if (sourceClosed || sinkClosed) {
        throw new IOException("the pipe's " + (sourceClosed ? "source" : "sink") + " is closed");
      }
      int free = (first + count) % ring.length;
      int room = Math.min(ring.length - count, ring.length - free);
      int written = Math.min(length, room);
      System.arraycopy(bytes, offset, ring, free, written);
      count += written;
      changed.signalAll();
      return written;
    } finally {
      lock.unlock();
    }
  }

  private void end(boolean bySink) {
    lock.lock();
    try {
      sinkClosed |= bySink;
      sourceClosed |= !bySink;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private final class Source extends InputStream {
    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return take(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return take(target, offset, length);
    }

    @Override
    public void close() {
      end(false);
    }
  }

  private final class Sink extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, bytes.length);
      for (int done = 0; done < length; ) {
        done += put(bytes, offset + done, length - done);
      }
    }

    @Override
    public void close() {
      end(true);
    }
  }
}
