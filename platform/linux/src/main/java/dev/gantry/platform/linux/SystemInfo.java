package dev.gantry.platform.linux;

import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// What the host is.
///
/// @param hostName the node name
/// @param kernelRelease such as `6.1.0-49-cloud-amd64`
/// @param kernelVersion the build
/// @param machine such as `x86_64`
/// @param processors how many this process may use
/// @param memory bytes of main memory
/// @param swap bytes of swap space
/// @param bootId another one after each boot
public record SystemInfo(
    String hostName,
    String kernelRelease,
    String kernelVersion,
    String machine,
    int processors,
    long memory,
    long swap,
    String bootId) {

  private static final int FIELD = 65;
  private static final int UTSNAME_SIZE = 6 * FIELD;
  private static final int SYSINFO_SIZE = 112;

  /// Asks the kernel. See [uname(2)](https://man7.org/linux/man-pages/man2/uname.2.html) and
  /// [sysinfo(2)](https://man7.org/linux/man-pages/man2/sysinfo.2.html).
  public static SystemInfo read() throws ErrnoException {
    try (var call = new NativeCall()) {
      var name = call.allocate(UTSNAME_SIZE);
      call.invoke(Syscall.UNAME, name.address());
      var info = call.allocate(SYSINFO_SIZE);
      call.invoke(Syscall.SYSINFO, info.address());
      long unit = Integer.toUnsignedLong(info.get(ValueLayout.JAVA_INT, 104));
      return new SystemInfo(
          name.getString(FIELD),
          name.getString(2 * FIELD),
          name.getString(3 * FIELD),
          name.getString(4 * FIELD),
          Runtime.getRuntime().availableProcessors(),
          info.get(ValueLayout.JAVA_LONG, 32) * unit,
          info.get(ValueLayout.JAVA_LONG, 64) * unit,
          readBootId());
    }
  }

  /// See [random(4)](https://man7.org/linux/man-pages/man4/random.4.html).
  private static String readBootId() throws ErrnoException {
    try (var file = Fd.open(Path.of("/proc/sys/kernel/random/boot_id"))) {
      return new String(file.readFully(), StandardCharsets.US_ASCII).strip();
    }
  }
}
