package dev.gantry.engine.runtime;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.util.List;

/// Who a process runs as: numbers only. Names are resolved by the caller against the
/// container's own passwd and group files, never by crun.
public record UserSpec(int uid, int gid, List<Integer> additionalGids) {
  public static final UserSpec ROOT = new UserSpec(0, 0, List.of());

  public UserSpec {
    additionalGids = List.copyOf(additionalGids);
    requireId(uid);
    requireId(gid);
    additionalGids.forEach(UserSpec::requireId);
  }

  private static void requireId(int id) {
    if (id < 0) {
      throw new InvalidArgumentException("uids and gids must be in range 0-2147483647");
    }
  }
}
