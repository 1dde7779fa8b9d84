package dev.gantry.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LimitChangesTest {
  @Test
  void whatIsNotGivenStays() {
    var merged =
        LimitChanges.merge(Limits.of().memory(100, 200, 50), Limits.of().memory(0, 300, 0));

    assertThat(merged).isEqualTo(Limits.of().memory(100, 300, 50));
  }

  @Test
  void cpusByCountReplacePeriodAndQuotaAndTheOtherWayRound() {
    var byCount = LimitChanges.merge(Limits.of().quota(1000, 500), Limits.of().nanoCpus(7));
    var byQuota = LimitChanges.merge(Limits.of().nanoCpus(7), Limits.of().quota(0, 500));

    assertThat(byCount).isEqualTo(Limits.of().nanoCpus(7));
    assertThat(byQuota).isEqualTo(Limits.of().quota(0, 500));
  }

  @Test
  void zeroProcessesMeansNoChange() {
    assertThat(LimitChanges.merge(Limits.of().pids(5), Limits.of().pids(0)).pidsLimit())
        .contains(5L);
    assertThat(LimitChanges.merge(Limits.of().pids(5), Limits.of().pids(-1)).pidsLimit())
        .contains(-1L);
  }
}
