package dev.gantry.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ErrnoExceptionTest {
  @Test
  void theMessageNamesCallSubjectAndError() {
    assertThat(new ErrnoException("mount", "/mnt", 2))
        .hasMessage("mount /mnt: ENOENT (no such file or directory)");
    assertThat(new ErrnoException("mount", Errno.EPERM))
        .hasMessage("mount: EPERM (operation not permitted)");
  }

  @Test
  void anUnknownNumberIsKept() {
    var failure = new ErrnoException("ioctl", 524);

    assertThat(failure).hasMessage("ioctl: error 524");
    assertThat(failure.number()).isEqualTo(524);
    assertThat(failure.is(Errno.EINVAL)).isFalse();
  }

  @Test
  void everyConstantIsFoundByItsNumber() {
    for (Errno errno : Errno.values()) {
      assertThat(Errno.find(errno.number())).contains(errno);
    }
    assertThat(Errno.find(0)).isEmpty();
    assertThat(Errno.find(-1)).isEmpty();
    assertThat(Errno.find(10_000)).isEmpty();
  }
}
