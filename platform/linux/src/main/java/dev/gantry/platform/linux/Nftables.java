package dev.gantry.platform.linux;

import dev.gantry.platform.errors.FailedPreconditionException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.locks.ReentrantLock;

/// The packet filter, through libnftables in this process: what the `nft` program does without
/// starting it. See [libnftables(3)](https://man7.org/linux/man-pages/man3/libnftables.3.html).
///
/// One [#run] is one transaction of the kernel: everything in it takes effect at the same
/// instant or nothing does. An instance belongs to the network namespace of the thread that
/// opened it and may be used by any thread; runs take turns.
public final class Nftables implements AutoCloseable {
  private static final int OUTPUT_JSON = 1 << 4;

  private final Library library;
  private final MemorySegment context;
  private final ReentrantLock lock = new ReentrantLock();
  private boolean closed; // guarded by lock

  private Nftables(Library library, MemorySegment context) {
    this.library = library;
    this.context = context;
  }

  /// Opens the packet filter of the calling thread's network namespace. Throws
  /// FailedPrecondition when the library isn't installed.
  public static Nftables open() {
    var library = Library.load();
    var context = call(() -> (MemorySegment) library.create.invokeExact(0));
    if (context.equals(MemorySegment.NULL)) {
      throw new FailedPreconditionException("libnftables cannot open a netlink socket");
    }
    call(() -> (int) library.bufferOutput.invokeExact(context));
    call(() -> (int) library.bufferErrors.invokeExact(context));
    return new Nftables(library, context);
  }

  /// Runs commands in nft's language, separated by newlines or semicolons, as one transaction.
  /// Returns what they print.
  public String run(String commands) throws NftablesException {
    return run(commands, 0);
  }

  /// Like [#run], for commands that list something: as JSON, with handles.
  public String runJson(String commands) throws NftablesException {
    return run(commands, OUTPUT_JSON);
  }

  private String run(String commands, int outputFlags) throws NftablesException {
    lock.lock();
    try (var arena = Arena.ofConfined()) {
      if (closed) {
        throw new IllegalStateException("nftables are closed");
      }
      call(
          () -> {
            library.setOutputFlags.invokeExact(context, outputFlags);
            return 0;
          });
      var text = arena.allocateFrom(commands);
      int result = call(() -> (int) library.run.invokeExact(context, text));
      // Reading a buffer also empties it, so both are read in any case.
      var output = text(library.output);
      var errors = text(library.errors);
      if (result != 0) {
        throw new NftablesException(errors.isBlank() ? "nftables refused: " + commands : errors);
      }
      return output;
    } finally {
      lock.unlock();
    }
  }

  private String text(MethodHandle buffer) {
    var segment = call(() -> (MemorySegment) buffer.invokeExact(context));
    return segment.equals(MemorySegment.NULL)
        ? ""
        : segment.reinterpret(Long.MAX_VALUE).getString(0);
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        call(
            () -> {
              library.free.invokeExact(context);
              return 0;
            });
      }
    } finally {
      lock.unlock();
    }
  }

  private static <T> T call(NativeFunction<T> function) {
    try {
      return function.invoke();
    } catch (Throwable e) {
      throw new AssertionError("a native call does not throw", e);
    }
  }

  @FunctionalInterface
  private interface NativeFunction<T> {
    T invoke() throws Throwable;
  }

  /// The functions of libnftables that are used here.
  private record Library(
      MethodHandle create,
      MethodHandle free,
      MethodHandle run,
      MethodHandle bufferOutput,
      MethodHandle bufferErrors,
      MethodHandle output,
      MethodHandle errors,
      MethodHandle setOutputFlags) {

    private static final String NAME = "libnftables.so.1";

    static Library load() {
      try {
        return link(SymbolLookup.libraryLookup(NAME, Arena.global()));
      } catch (IllegalArgumentException e) {
        throw new FailedPreconditionException(
            NAME + " cannot be loaded: install the package libnftables1", e);
      }
    }

    private static Library link(SymbolLookup symbols) {
      var pointer = ValueLayout.ADDRESS;
      var number = ValueLayout.JAVA_INT;
      return new Library(
          function(symbols, "nft_ctx_new", FunctionDescriptor.of(pointer, number)),
          function(symbols, "nft_ctx_free", FunctionDescriptor.ofVoid(pointer)),
          function(
              symbols, "nft_run_cmd_from_buffer", FunctionDescriptor.of(number, pointer, pointer)),
          function(symbols, "nft_ctx_buffer_output", FunctionDescriptor.of(number, pointer)),
          function(symbols, "nft_ctx_buffer_error", FunctionDescriptor.of(number, pointer)),
          function(symbols, "nft_ctx_get_output_buffer", FunctionDescriptor.of(pointer, pointer)),
          function(symbols, "nft_ctx_get_error_buffer", FunctionDescriptor.of(pointer, pointer)),
          function(
              symbols, "nft_ctx_output_set_flags", FunctionDescriptor.ofVoid(pointer, number)));
    }

    private static MethodHandle function(
        SymbolLookup symbols, String name, FunctionDescriptor descriptor) {
      return Linker.nativeLinker().downcallHandle(symbols.findOrThrow(name), descriptor);
    }
  }
}
