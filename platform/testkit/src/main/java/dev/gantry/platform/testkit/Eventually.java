package dev.gantry.platform.testkit;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/// Waiting in tests for what another thread or process does.
///
/// Where the code under test can signal, a test waits for the signal; this is for effects that
/// nobody announces, such as the end of a process.
public final class Eventually {
  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final Duration INTERVAL = Duration.ofMillis(10);

  private Eventually() {}

  /// Repeats an assertion until it passes, or fails with its last failure after 20 seconds.
  public static void eventually(ThrowingRunnable assertion) {
    eventually(DEADLINE, assertion);
  }

  /// Like [#eventually(ThrowingRunnable)], with a deadline of its own.
  public static void eventually(Duration deadline, ThrowingRunnable assertion) {
    Awaitility.await()
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(INTERVAL)
        .atMost(deadline)
        .untilAsserted(assertion);
  }
}
