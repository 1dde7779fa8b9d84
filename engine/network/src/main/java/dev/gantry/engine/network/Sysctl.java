package dev.gantry.engine.network;

import dev.gantry.platform.linux.Errno;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.Fd;
import dev.gantry.platform.linux.OpenFlag;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/// The kernel parameters of the calling thread's network namespace, given as path elements,
/// since the name of an interface may contain dots.
final class Sysctl {
  private static final Path ROOT = Path.of("/proc/sys/net");
  private static final int MAX_VALUE_BYTES = 4096;

  private Sysctl() {}

  static void write(String value, String... elements) throws ErrnoException {
    try (var file = Fd.open(path(elements), OpenFlag.WRITE_ONLY)) {
      file.writeFully(value.getBytes(StandardCharsets.US_ASCII));
    }
  }

  /// Writes a parameter that the kernel need not have, such as those of IPv6.
  static void writeIfPresent(String value, String... elements) throws ErrnoException {
    try {
      write(value, elements);
    } catch (ErrnoException e) {
      if (!e.is(Errno.ENOENT)) {
        throw e;
      }
    }
  }

  /// Reads a parameter, without surrounding blanks.
  static String read(String... elements) throws ErrnoException {
    try (var file = Fd.open(path(elements), OpenFlag.READ_ONLY)) {
      // In one piece: the kernel answers a second read with the end, whatever the first one
      // got.
      var bytes = new byte[MAX_VALUE_BYTES];
      int length = Math.max(0, file.read(bytes, 0, bytes.length));
      return new String(bytes, 0, length, StandardCharsets.US_ASCII).strip();
    }
  }

  private static Path path(String... elements) {
    return Arrays.stream(elements).reduce(ROOT, Path::resolve, Path::resolve);
  }
}
