package dev.gantry.engine.runtime;

import dev.gantry.platform.errors.InternalException;
import dev.gantry.platform.linux.Errno;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.Fd;
import dev.gantry.platform.linux.PollEvent;
import dev.gantry.platform.linux.PollWaiter;
import dev.gantry.platform.linux.Poller;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// The writing side of a process's input. Threads that write to a process that does not read
/// wait without occupying a carrier.
final class InputPipe implements AutoCloseable {
  /// Writes some of the bytes without waiting.
  interface Target {
    /// Returns how many, 0 when the process has to read first.
    int write(ByteBuffer bytes) throws ErrnoException;
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Target target;
  private final Fd fd;
  private final Poller poller;
  private final int largestWrite;
  private volatile Optional<PollWaiter> waiter = Optional.empty();
  private volatile boolean closed;

  /// @param fd tells when `target` can be written to; closed with this object
  /// @param largestWrite how many bytes the other side takes at once
  InputPipe(Target target, Fd fd, Poller poller, int largestWrite) {
    this.target = target;
    this.fd = fd;
    this.poller = poller;
    this.largestWrite = largestWrite;
  }

  /// False when nobody will read it, or not all of it.
  boolean write(byte[] bytes, int offset, int length) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      int end = offset + length;
      for (int at = offset; at < end; ) {
        if (closed) {
          return false;
        }
        var piece = ByteBuffer.wrap(bytes, at, Math.min(largestWrite, end - at));
        int written = target.write(piece);
        if (written == 0) {
          awaitRoom();
        }
        at += written;
      }
      return true;
    } catch (ErrnoException e) {
      if (e.is(Errno.EPIPE) || e.is(Errno.ECONNRESET) || e.is(Errno.EIO)) {
        return false;
      }
      throw new InternalException("write to the input of a process", e);
    } finally {
      lock.unlock();
    }
  }

  private void awaitRoom() throws ErrnoException, InterruptedException {
    if (waiter.isEmpty()) {
      waiter = Optional.of(poller.waiter(fd, PollEvent.WRITABLE));
    }
    // Either this sees that the pipe is closed, or the closing thread sees the waiter.
    if (!closed) {
      waiter.get().await();
    }
  }

  /// Ends a write that is under way. Without an interrupt: that could hit its thread when it has
  /// long gone on to something else.
  @Override
  public void close() {
    closed = true;
    waiter.ifPresent(PollWaiter::wake);
    lock.lock();
    try {
      waiter.ifPresent(PollWaiter::close);
      waiter = Optional.empty();
      fd.close();
    } finally {
      lock.unlock();
    }
  }
}
