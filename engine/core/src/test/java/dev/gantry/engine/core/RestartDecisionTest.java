package dev.gantry.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.engine.core.RestartPolicy.Kind;
import dev.gantry.platform.errors.InvalidArgumentException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RestartDecisionTest {
  private static ContainerRecord record(Kind kind, int retries) {
    return Specs.record("x", Specs.spec("x").withRestartPolicy(new RestartPolicy(kind, retries)));
  }

  private static boolean afterExit(Kind kind, int code) {
    return RestartDecision.afterExit(record(kind, 0), code, false);
  }

  @Test
  void onlyFailuresCountForOnFailure() {
    assertThat(afterExit(Kind.ON_FAILURE, 0)).isFalse();
    assertThat(afterExit(Kind.ON_FAILURE, 1)).isTrue();
    assertThat(afterExit(Kind.ALWAYS, 0)).isTrue();
    assertThat(afterExit(Kind.UNLESS_STOPPED, 0)).isTrue();
    assertThat(afterExit(Kind.NO, 1)).isFalse();
  }

  @Test
  void retriesRunOut() {
    var record = record(Kind.ON_FAILURE, 2);

    assertThat(RestartDecision.afterExit(record.withRestartCount(1), 1, false)).isTrue();
    assertThat(RestartDecision.afterExit(record.withRestartCount(2), 1, false)).isFalse();
  }

  @Test
  void aStopKeepsEveryPolicyFromStartingAgain() {
    for (Kind kind : Kind.values()) {
      assertThat(RestartDecision.afterExit(record(kind, 0), 1, true)).isFalse();
    }
  }

  @Test
  void theNextDaemonStartsWhatIsToRunAlwaysEvenIfItWasStopped() {
    assertThat(RestartDecision.afterBoot(record(Kind.ALWAYS, 0).withStoppedByHand(true), 0))
        .isTrue();
    assertThat(RestartDecision.afterBoot(record(Kind.UNLESS_STOPPED, 0).withStoppedByHand(true), 0))
        .isFalse();
    assertThat(RestartDecision.afterBoot(record(Kind.UNLESS_STOPPED, 0), 0)).isTrue();
    assertThat(RestartDecision.afterBoot(record(Kind.ON_FAILURE, 0), 0)).isFalse();
    assertThat(RestartDecision.afterBoot(record(Kind.ON_FAILURE, 0), 1)).isTrue();
  }

  @Test
  void policiesAreReadByName() {
    assertThat(RestartPolicy.of("", 0)).isEqualTo(RestartPolicy.NO);
    assertThat(RestartPolicy.of("on-failure", 3)).isEqualTo(new RestartPolicy(Kind.ON_FAILURE, 3));
    Assertions.assertThatThrownBy(() -> RestartPolicy.of("always", 3))
        .isInstanceOf(InvalidArgumentException.class);
    Assertions.assertThatThrownBy(() -> RestartPolicy.of("sometimes", 0))
        .hasMessageContaining("unknown policy 'sometimes'");
  }

  @Nested
  class TheBackoff {
    @Test
    void doublesUpToAMinute() {
      List<Long> waits = new ArrayList<>();
      var backoff = RestartBackoff.INITIAL;
      for (int i = 0; i < 12; i++) {
        waits.add(backoff.next().toMillis());
        backoff = backoff.doubled();
      }

      assertThat(waits)
          .startsWith(100L, 200L, 400L, 800L)
          .endsWith(51200L, 60000L, 60000L)
          .isSorted();
    }

    @Test
    void beginsAnewAfterAHealthyRun() {
      var late = RestartBackoff.INITIAL.doubled().doubled();

      assertThat(late.afterRunOf(Duration.ofMillis(9999))).isEqualTo(late);
      assertThat(late.afterRunOf(Duration.ofSeconds(10))).isEqualTo(RestartBackoff.INITIAL);
    }
  }
}
