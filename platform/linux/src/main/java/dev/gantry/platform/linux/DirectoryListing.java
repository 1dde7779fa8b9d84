package dev.gantry.platform.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/// [getdents64(2)](https://man7.org/linux/man-pages/man2/getdents64.2.html).
final class DirectoryListing {
  private static final int BUFFER_SIZE = 32 * 1024;
  private static final int NAME_OFFSET = 19;

  private DirectoryListing() {}

  static List<DirectoryEntry> read(Fd directory) throws ErrnoException {
    // A description of our own: the position in the directory belongs to the description.
    try (var call = new NativeCall();
        var opened = reopen(call, directory)) {
      int number = call.fd(opened);
      var buffer = call.allocate(BUFFER_SIZE);
      var entries = new ArrayList<DirectoryEntry>();
      while (true) {
        long filled = call.invoke(Syscall.GETDENTS64, number, buffer.address(), buffer.byteSize());
        if (filled == 0) {
          return entries;
        }
        for (long at = 0; at < filled; ) {
          int length = Short.toUnsignedInt(buffer.get(ValueLayout.JAVA_SHORT, at + 16));
          add(entries, buffer.asSlice(at, length));
          at += length;
        }
      }
    }
  }

  private static Fd reopen(NativeCall call, Fd directory) throws ErrnoException {
    long flags = OpenFlag.DIRECTORY.bits() | OpenFlag.CLOSE_ON_EXEC;
    return Fd.adopt(call.invoke(Syscall.OPENAT, call.fd(directory), call.name("."), flags));
  }

  private static void add(List<DirectoryEntry> entries, MemorySegment entry) {
    var bytes = entry.asSlice(NAME_OFFSET).toArray(ValueLayout.JAVA_BYTE);
    int length = 0;
    while (bytes[length] != 0) {
      length++;
    }
    String name = FileNames.decode(bytes, 0, length);
    if (!name.equals(".") && !name.equals("..")) {
      int type = entry.get(ValueLayout.JAVA_BYTE, 18);
      long inode = entry.get(ValueLayout.JAVA_LONG, 0);
      entries.add(new DirectoryEntry(name, FileType.ofMode(type << 12), inode));
    }
  }
}
