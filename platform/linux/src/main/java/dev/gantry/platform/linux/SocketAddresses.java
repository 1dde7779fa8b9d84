package dev.gantry.platform.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/// Addresses of sockets in the file system. The kernel's structure holds 107 bytes of path; a
/// longer one is reached through the descriptor of its directory. See
/// [unix(7)](https://man7.org/linux/man-pages/man7/unix.7.html).
final class SocketAddresses {
  static final int AF_UNIX = 1;
  static final int SIZE = 110;
  private static final int PATH_OFFSET = 2;
  private static final int MAX_PATH = 107;

  private SocketAddresses() {}

  /// A use of an address, which holds only while it is in use.
  @FunctionalInterface
  interface Use {
    void with(NativeCall call, long address) throws ErrnoException;
  }

  /// Of a socket that exists.
  static void existing(Path path, Use use) throws ErrnoException {
    if (FileNames.encode(path.toString()).length <= MAX_PATH) {
      with(path.toString(), use);
      return;
    }
    try (var socket = Fd.open(path, OpenFlag.PATH)) {
      with(socket.procName(), use);
    }
  }

  /// Of a socket that is to be made, in a directory that exists.
  static void fresh(Path path, Use use) throws ErrnoException {
    if (FileNames.encode(path.toString()).length <= MAX_PATH) {
      with(path.toString(), use);
      return;
    }
    var directory = path.toAbsolutePath().getParent();
    if (directory == null) {
      throw new ErrnoException("bind", path.toString(), Errno.EISDIR.number());
    }
    try (var parent = Fd.open(directory, OpenFlag.PATH, OpenFlag.DIRECTORY)) {
      with(parent.procName() + "/" + path.getFileName(), use);
    }
  }

  static void with(String path, Use use) throws ErrnoException {
    var bytes = FileNames.encode(path);
    if (bytes.length > MAX_PATH) {
      throw new ErrnoException("bind", path, Errno.ENAMETOOLONG.number());
    }
    try (var call = new NativeCall()) {
      var address = call.allocate(SIZE);
      address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
      MemorySegment.copy(bytes, 0, address, ValueLayout.JAVA_BYTE, PATH_OFFSET, bytes.length);
      use.with(call, address.address());
    }
  }
}
