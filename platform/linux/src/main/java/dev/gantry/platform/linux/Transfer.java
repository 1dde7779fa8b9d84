package dev.gantry.platform.linux;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;

/// Moves bytes between buffers and descriptors.
///
/// A direct buffer is handed to the kernel itself. The bytes of any other are copied through native
/// memory, some of which is kept for the next transfer: making it means zeroing it, which takes
/// longer than filling it.
final class Transfer {
  private static final int SIZE = 64 * 1024;
  private static final int KEPT = 8;

  private static final ArrayBlockingQueue<ByteBuffer> POOL = new ArrayBlockingQueue<>(KEPT);

  private Transfer() {}

  /// Returns the number of bytes, by which the buffer's position moves, or -1 at the end.
  static int read(Syscall syscall, Fd fd, ByteBuffer target, long position) throws ErrnoException {
    if (!target.hasRemaining()) {
      return 0;
    }
    int count;
    if (target.isDirect()) {
      count = invoke(syscall, fd, target, position);
      target.position(target.position() + count);
    } else {
      var memory = borrow(target.remaining());
      try {
        count = invoke(syscall, fd, memory, position);
        target.put(memory.limit(count));
      } finally {
        giveBack(memory);
      }
    }
    return count == 0 ? -1 : count;
  }

  /// Returns the number of bytes, by which the buffer's position moves.
  static int write(Syscall syscall, Fd fd, ByteBuffer source, long position) throws ErrnoException {
    if (!source.hasRemaining()) {
      return 0;
    }
    int count;
    if (source.isDirect()) {
      count = invoke(syscall, fd, source, position);
    } else {
      var memory = borrow(source.remaining());
      try {
        memory.put(0, source, source.position(), memory.remaining());
        count = invoke(syscall, fd, memory, position);
      } finally {
        giveBack(memory);
      }
    }
    source.position(source.position() + count);
    return count;
  }

  private static int invoke(Syscall syscall, Fd fd, ByteBuffer memory, long position)
      throws ErrnoException {
    try (var call = new NativeCall()) {
      long address = MemorySegment.ofBuffer(memory).address();
      return (int) call.invoke(syscall, call.fd(fd), address, memory.remaining(), position);
    } finally {
      Reference.reachabilityFence(memory);
    }
  }

  /// A direct buffer, limited to `size` bytes or what it has room for.
  private static ByteBuffer borrow(int size) {
    var kept = POOL.poll();
    var memory = kept == null ? ByteBuffer.allocateDirect(SIZE) : kept;
    return memory.clear().limit(Math.min(size, SIZE));
  }

  private static void giveBack(ByteBuffer memory) {
    // Left to the collector when enough are kept.
    boolean _ = POOL.offer(memory);
  }
}
