package dev.gantry.platform.linux;

import java.lang.foreign.ValueLayout;

/// Both ends of a pipe. See [pipe(2)](https://man7.org/linux/man-pages/man2/pipe.2.html).
///
/// A child gets an end by the name [Fd#path], as in `Redirect.to(writeEnd.path().toFile())`: Java
/// passes descriptors to children in no other way. The parent then closes its own.
///
/// @param readEnd tells the end once every copy of the other is closed
public record Pipe(Fd readEnd, Fd writeEnd) implements AutoCloseable {

  public static Pipe open() throws ErrnoException {
    try (var call = new NativeCall()) {
      var fds = call.allocate(8);
      call.invoke(Syscall.PIPE2, fds.address(), OpenFlag.CLOSE_ON_EXEC);
      return new Pipe(
          Fd.adopt(fds.get(ValueLayout.JAVA_INT, 0)), Fd.adopt(fds.get(ValueLayout.JAVA_INT, 4)));
    }
  }

  @Override
  public void close() {
    readEnd.close();
    writeEnd.close();
  }
}
