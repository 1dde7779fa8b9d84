package dev.gantry.kube.kubelet;

import java.time.Duration;
import java.time.Instant;

/// How long something that keeps failing has to wait: 10 s, doubling to 5 minutes, and forgotten
/// after 10 good minutes. The first retry is free of charge. Guarded by its owner.
final class CrashBackoff {
  static final Duration FIRST = Duration.ofSeconds(10);
  static final Duration LONGEST = Duration.ofMinutes(5);
  private static final Duration FORGOTTEN = Duration.ofMinutes(10);

  private Duration delay = Duration.ZERO;

  /// What is to be waited for after a failure, before [#next] is called for the attempt.
  Duration delay() {
    return delay;
  }

  /// When the next attempt may be made.
  Instant due(Instant failedAt) {
    return failedAt.plus(delay);
  }

  /// An attempt is made: the next one will have to wait longer.
  void next() {
    if (delay.isZero()) {
      delay = FIRST;
    } else {
      Duration doubled = delay.multipliedBy(2);
      delay = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    }
  }

  /// It worked for so long before it failed.
  void ranFor(Duration good) {
    if (good.compareTo(FORGOTTEN) >= 0) {
      delay = Duration.ZERO;
    }
  }

  void reset() {
    delay = Duration.ZERO;
  }

  /// As Go prints a duration: `10s`, `1m20s`, `5m0s`.
  static String text(Duration duration) {
    long seconds = duration.toSeconds();
    return seconds < 60 ? seconds + "s" : seconds / 60 + "m" + seconds % 60 + "s";
  }
}
