package dev.gantry.engine.runtime;

import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.Rlimit.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What the kernel lets this process pass on: without `CAP_SYS_RESOURCE` no child gets a higher
/// limit or a lower OOM score than the daemon has, and asking for it makes the start fail.
///
/// @param unbounded whether the daemon has the capability
/// @param oomScoreAdj the daemon's own
record DaemonLimits(boolean unbounded, int oomScoreAdj) {
  private static final int CAP_SYS_RESOURCE = 24;

  static DaemonLimits ofThisProcess() throws IOException {
    int score = Integer.parseInt(Files.readString(Path.of("/proc/self/oom_score_adj")).strip());
    return new DaemonLimits((Capabilities.effective() >> CAP_SYS_RESOURCE & 1) != 0, score);
  }

  Rlimit clamp(Rlimit wanted) throws ErrnoException {
    var resource = resource(wanted.name());
    if (unbounded || resource.isEmpty()) {
      return wanted;
    }
    long ceiling = dev.gantry.platform.linux.Rlimit.ofThisProcess(resource.get()).hard();
    return new Rlimit(wanted.name(), lower(wanted.soft(), ceiling), lower(wanted.hard(), ceiling));
  }

  /// The lower of two limits, of which -1 is the highest.
  private static long lower(long left, long right) {
    return Long.compareUnsigned(left, right) < 0 ? left : right;
  }

  private static Optional<Resource> resource(String name) {
    return Arrays.stream(Resource.values())
        .filter(resource -> resource.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst();
  }

  int clampOomScoreAdj(int wanted) {
    return unbounded ? wanted : Math.max(wanted, oomScoreAdj);
  }
}
