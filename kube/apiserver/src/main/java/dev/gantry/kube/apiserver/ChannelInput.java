package dev.gantry.kube.apiserver;

import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What a client sends on one channel. Holds a few messages; then whoever has more must wait.
final class ChannelInput extends InputStream {
  private static final int CAPACITY = 128 << 10;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<byte[]> queue = new ArrayDeque<>();
  private int position;
  private int queued;
  private boolean ended;
  private boolean closed;

  /// Adds data; false when there was no room for it so long. After [#close] it is dropped.
  boolean offer(byte[] data, Duration patience) throws InterruptedException {
    long nanos = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (queued > 0 && queued + data.length > CAPACITY && !closed) {
        if (nanos <= 0) {
          return false;
        }
        nanos = changed.awaitNanos(nanos);
      }
      if (!closed && !ended) {
        queue.add(data);
        queued += data.length;
        changed.signalAll();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// The reader reaches the end after what has come.
  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int read() throws InterruptedIOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws InterruptedIOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    lock.lock();
    try {
      while (queue.isEmpty()) {
        if (ended || closed) {
          return -1;
        }
        changed.await();
      }
      byte[] head = queue.element();
      int n = Math.min(length, head.length - position);
      System.arraycopy(head, position, target, offset, n);
      position += n;
      queued -= n;
      if (position == head.length) {
        queue.remove();
        position = 0;
      }
      changed.signalAll();
      return n;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while reading from the client");
    } finally {
      lock.unlock();
    }
  }

  /// Nobody will read any more.
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      queue.clear();
      queued = 0;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
