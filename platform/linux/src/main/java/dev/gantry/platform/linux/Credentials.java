package dev.gantry.platform.linux;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Who this process is, and the host's groups.
public final class Credentials {
  private static final Path GROUP_FILE = Path.of("/etc/group");

  private Credentials() {}

  /// See [getuid(2)](https://man7.org/linux/man-pages/man2/getuid.2.html).
  public static long realUid() throws ErrnoException {
    return NativeCall.call(Syscall.GETUID);
  }

  /// See [geteuid(2)](https://man7.org/linux/man-pages/man2/getuid.2.html).
  public static long effectiveUid() throws ErrnoException {
    return NativeCall.call(Syscall.GETEUID);
  }

  /// See [getegid(2)](https://man7.org/linux/man-pages/man2/getgid.2.html).
  public static long effectiveGid() throws ErrnoException {
    return NativeCall.call(Syscall.GETEGID);
  }

  /// Sets which permissions new files of the whole process lack, and returns what was set before.
  /// The daemon does so once, at start. See
  /// [umask(2)](https://man7.org/linux/man-pages/man2/umask.2.html).
  public static int setUmask(int mask) throws ErrnoException {
    return (int) NativeCall.call(Syscall.UMASK, mask);
  }

  /// The id of a group in `/etc/group`; other sources of groups are not asked. See
  /// [group(5)](https://man7.org/linux/man-pages/man5/group.5.html).
  public static Optional<Long> findGroup(String name) throws ErrnoException {
    try (var file = Fd.open(GROUP_FILE)) {
      return findGroup(name, FileNames.decode(file.readFully()).lines().toList());
    }
  }

  static Optional<Long> findGroup(String name, List<String> lines) {
    return lines.stream()
        .map(line -> line.split(":", -1))
        .filter(fields -> fields.length >= 3 && fields[0].equals(name))
        .map(fields -> fields[2])
        .filter(id -> id.matches("[0-9]{1,10}"))
        .map(Long::parseLong)
        .findFirst();
  }
}
