package dev.gantry.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MachineTest {
  @Test
  void twoMachinesAreKnown() {
    assertThat(Machine.isX86("Linux amd64")).isTrue();
    assertThat(Machine.isX86("Linux aarch64")).isFalse();
  }

  @Test
  void othersAreRefusedByName() {
    assertThatThrownBy(() -> Machine.isX86("Mac OS X aarch64"))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("Mac OS X aarch64");
    assertThatThrownBy(() -> Machine.isX86("Linux riscv64")).hasMessageContaining("Linux riscv64");
  }
}
