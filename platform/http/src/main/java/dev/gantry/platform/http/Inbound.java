package dev.gantry.platform.http;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Bytes on their way from the event loop to a blocking reader. The loop fills it up to a limit
/// and then lets the socket, and so the client, wait until the reader has caught up.
final class Inbound extends InputStream {
  /// Where the loop stops reading from the socket, and where it begins again. A socket that the
  /// client has closed is read to its end regardless.
  private static final int HIGH = 128 << 10;

  private static final int LOW = 32 << 10;

  private final Runnable resumeReading;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<ByteBuf> queue = new ArrayDeque<>();
  private int queued;
  private boolean held;
  private boolean ended;
  private boolean discarding;
  private @Nullable IOException failure;
  private @Nullable Runnable whenDrained;

  /// @param resumeReading tells the loop, from any thread, that there is room again
  Inbound(Runnable resumeReading) {
    this.resumeReading = resumeReading;
  }

  /// Adds bytes; takes over the buffer.
  void offer(ByteBuf bytes) {
    lock.lock();
    try {
      if (discarding || ended || !bytes.isReadable()) {
        bytes.release();
        return;
      }
      queue.add(bytes);
      queued += bytes.readableBytes();
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Whether the loop may read on. If not, it is told when it may.
  boolean hasRoom() {
    lock.lock();
    try {
      held = queued >= HIGH && !discarding;
      return !held;
    } finally {
      lock.unlock();
    }
  }

  /// No more bytes will come; the reader reaches the end after those that have.
  void end() {
    finish(null);
  }

  /// The client failed to send the rest; the reader fails after what has come.
  void fail(IOException reason) {
    finish(reason);
  }

  private void finish(@Nullable IOException reason) {
    lock.lock();
    try {
      if (!ended) {
        ended = true;
        failure = reason;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Whether all bytes have come in, read or not.
  boolean isComplete() {
    lock.lock();
    try {
      return ended && failure == null;
    } finally {
      lock.unlock();
    }
  }

  /// Runs an action once the reader has taken everything: now, if it has.
  void whenDrained(Runnable action) {
    lock.lock();
    try {
      if (!queue.isEmpty()) {
        whenDrained = action;
        return;
      }
    } finally {
      lock.unlock();
    }
    action.run();
  }

  /// Reads up to the end, and returns how many bytes that were.
  long skipToEnd() throws IOException {
    byte[] scratch = new byte[8 << 10];
    long skipped = 0;
    for (int n = read(scratch); n >= 0; n = read(scratch)) {
      skipped += n;
    }
    return skipped;
  }

  /// Throws away what has come and what will come.
  void discard() {
    lock.lock();
    try {
      discarding = true;
      queue.forEach(ByteBuf::release);
      queue.clear();
      queued = 0;
      if (held) {
        held = false;
        resumeReading.run();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    if (length == 0) {
      return 0;
    }
    Runnable drained = null;
    lock.lock();
    try {
      if (!awaitBytes()) {
        return -1;
      }
      int n = take(buffer, offset, length);
      if (held && queued <= LOW) {
        held = false;
        resumeReading.run();
      }
      if (queue.isEmpty()) {
        drained = whenDrained;
        whenDrained = null;
      }
      return n;
    } finally {
      lock.unlock();
      if (drained != null) {
        drained.run();
      }
    }
  }

  /// Returns false when there will be no more.
  private boolean awaitBytes() throws IOException {
    while (queue.isEmpty()) {
      if (failure != null) {
        throw new IOException(failure.getMessage(), failure);
      }
      if (ended || discarding) {
        return false;
      }
      try {
        changed.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while reading from the client");
      }
    }
    return true;
  }

  private int take(byte[] buffer, int offset, int length) {
    int taken = 0;
    while (taken < length && !queue.isEmpty()) {
      ByteBuf head = queue.element();
      int n = Math.min(length - taken, head.readableBytes());
      head.readBytes(buffer, offset + taken, n);
      taken += n;
      if (!head.isReadable()) {
        queue.remove().release();
      }
    }
    queued -= taken;
    return taken;
  }

  @Override
  public int available() {
    lock.lock();
    try {
      return queued;
    } finally {
      lock.unlock();
    }
  }
}
