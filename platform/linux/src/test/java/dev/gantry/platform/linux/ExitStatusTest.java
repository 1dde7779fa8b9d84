package dev.gantry.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExitStatusTest {
  @Test
  void theStatusWordIsTakenApart() {
    assertThat(ExitStatus.ofWaitStatus(0x2500)).isEqualTo(new ExitStatus.Exited(0x25));
    assertThat(ExitStatus.ofWaitStatus(9)).isEqualTo(new ExitStatus.Killed(Signal.KILL, false));
    assertThat(ExitStatus.ofWaitStatus(0x80 | 11))
        .isEqualTo(new ExitStatus.Killed(new Signal(11), true));
  }

  @Test
  void shellsCountSignalsFrom128() {
    assertThat(new ExitStatus.Exited(3).shellCode()).isEqualTo(3);
    assertThat(new ExitStatus.Killed(Signal.TERM, false).shellCode()).isEqualTo(143);
  }
}
