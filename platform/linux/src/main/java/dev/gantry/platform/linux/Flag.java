package dev.gantry.platform.linux;

import java.util.Collection;

/// A constant that is one bit, or a few, in an argument of a system call.
interface Flag {
  long bits();

  static long of(Collection<? extends Flag> flags) {
    long bits = 0;
    for (Flag flag : flags) {
      bits |= flag.bits();
    }
    return bits;
  }
}
