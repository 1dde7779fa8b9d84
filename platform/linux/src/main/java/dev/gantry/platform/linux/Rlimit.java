package dev.gantry.platform.linux;

import java.lang.foreign.ValueLayout;

/// A resource limit; both values are [#UNLIMITED] or unsigned below it. See
/// [prlimit(2)](https://man7.org/linux/man-pages/man2/prlimit.2.html).
///
/// @param soft what applies
/// @param hard how far the soft one may be raised
public record Rlimit(long soft, long hard) {
  /// `RLIM_INFINITY`.
  public static final long UNLIMITED = -1;

  /// The resources that have limits.
  public enum Resource {
    CPU(0),
    FSIZE(1),
    DATA(2),
    STACK(3),
    CORE(4),
    RSS(5),
    NPROC(6),
    NOFILE(7),
    MEMLOCK(8),
    AS(9),
    LOCKS(10),
    SIGPENDING(11),
    MSGQUEUE(12),
    NICE(13),
    RTPRIO(14),
    RTTIME(15);

    private final int number;

    Resource(int number) {
      this.number = number;
    }
  }

  /// The limit of this process.
  public static Rlimit ofThisProcess(Resource resource) throws ErrnoException {
    try (var call = new NativeCall()) {
      var limits = call.allocate(16);
      call.invoke(Syscall.PRLIMIT64, 0, resource.number, 0, limits.address());
      return new Rlimit(limits.get(ValueLayout.JAVA_LONG, 0), limits.get(ValueLayout.JAVA_LONG, 8));
    }
  }

  /// Sets the limit of this process and of the children it starts from now on. Raising the hard
  /// limit needs `CAP_SYS_RESOURCE`.
  public static void setForThisProcess(Resource resource, Rlimit limit) throws ErrnoException {
    try (var call = new NativeCall()) {
      var limits = call.allocate(16);
      limits.set(ValueLayout.JAVA_LONG, 0, limit.soft);
      limits.set(ValueLayout.JAVA_LONG, 8, limit.hard);
      call.invoke(Syscall.PRLIMIT64, 0, resource.number, limits.address(), 0);
    }
  }
}
