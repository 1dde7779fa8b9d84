package dev.gantry.platform.linux;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The memory, the descriptors and the errno of one native call (or a few that belong together).
///
/// Memory lives in a confined arena that [#close] frees. Descriptors handed in by [#fd] cannot be
/// closed by others before this call is closed, so a number never refers to a file opened since.
final class NativeCall implements AutoCloseable {
  private static final StructLayout STATE = Linker.Option.captureStateLayout();

  /// On Linux errno is all there is in it; asking the layout would cost milliseconds at start.
  private static final long ERRNO_OFFSET = 0;

  private static final MethodHandle SYSCALL = syscallHandle();

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment state = arena.allocate(STATE);
  private final List<Fd> fds = new ArrayList<>(2);

  private static MethodHandle syscallHandle() {
    var linker = Linker.nativeLinker();
    var word = ValueLayout.JAVA_LONG;
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("syscall"),
        FunctionDescriptor.of(word, word, word, word, word, word, word, word),
        Linker.Option.captureCallState("errno"));
  }

  /// A call that needs no memory.
  static long call(Syscall syscall, long... arguments) throws ErrnoException {
    try (var call = new NativeCall()) {
      return call.invoke(syscall, arguments);
    }
  }

  /// Makes the call, again when a signal interrupts it.
  long invoke(Syscall syscall, long... arguments) throws ErrnoException {
    return invokeOn("", syscall, arguments);
  }

  /// Like [#invoke], and names `subject` in the failure.
  long invokeOn(String subject, Syscall syscall, long... arguments) throws ErrnoException {
    long result = attempt(syscall, arguments);
    if (result < 0) {
      throw new ErrnoException(syscall.manualName(), subject, (int) -result);
    }
    return result;
  }

  /// Makes the call and returns its result, or the negative errno: for calls whose failure is an
  /// ordinary answer.
  long attempt(Syscall syscall, long... arguments) {
    long result;
    do {
      result = once(syscall, arguments);
      // Linux has released the descriptor even when close(2) is interrupted.
    } while (result == -Errno.EINTR.number() && syscall != Syscall.CLOSE);
    return result;
  }

  private long once(Syscall syscall, long... arguments) {
    long result;
    try {
      result =
          (long)
              SYSCALL.invokeExact(
                  state,
                  (long) syscall.number(),
                  argument(arguments, 0),
                  argument(arguments, 1),
                  argument(arguments, 2),
                  argument(arguments, 3),
                  argument(arguments, 4),
                  argument(arguments, 5));
    } catch (Throwable e) {
      throw new AssertionError("a native call does not throw", e);
    }
    return result == -1 ? -state.get(ValueLayout.JAVA_INT, ERRNO_OFFSET) : result;
  }

  private static long argument(long[] arguments, int index) {
    return index < arguments.length ? arguments[index] : 0;
  }

  /// The number of a descriptor, kept open until this call is closed.
  int fd(Fd fd) {
    int number = fd.acquire();
    fds.add(fd);
    return number;
  }

  /// Zeroed memory, aligned for any kernel structure.
  MemorySegment allocate(long size) {
    return arena.allocate(size, 8);
  }

  /// The address of a NUL-terminated file name in the notation of [FileNames].
  ///
  /// @throws InvalidArgumentException when it contains NUL, which would cut it short in the kernel
  long name(String name) {
    if (name.indexOf('\0') >= 0) {
      throw new InvalidArgumentException("name contains NUL: " + name.replace("\0", "\\0"));
    }
    return bytes(FileNames.encode(name), 1).address();
  }

  long path(Path path) {
    return name(path.toString());
  }

  /// A copy of `bytes`.
  MemorySegment bytes(byte[] bytes) {
    return bytes(bytes, 0);
  }

  private MemorySegment bytes(byte[] bytes, int padding) {
    // One byte at least: the kernel may look at the address even when the length is zero.
    var segment = allocate(Math.max(1, bytes.length + padding));
    MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return segment;
  }

  @Override
  public void close() {
    arena.close();
    for (Fd fd : fds) {
      fd.release();
    }
  }
}
