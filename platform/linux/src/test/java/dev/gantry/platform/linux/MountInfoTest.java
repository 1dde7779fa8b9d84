package dev.gantry.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class MountInfoTest {
  @Test
  void allFieldsAreRead() {
    var mount =
        MountInfo.parse(
            "36 35 98:0 /mnt1 /mnt/my\\040files rw,noatime master:1 shared:7 - overlay over"
                + " rw,lowerdir=/l/A:/l/B,upperdir=/u");

    assertThat(mount)
        .isEqualTo(
            new MountInfo(
                36,
                35,
                new DeviceNumber(98, 0),
                "/mnt1",
                "/mnt/my files",
                List.of("rw", "noatime"),
                List.of("master:1", "shared:7"),
                "overlay",
                "over",
                List.of("rw", "lowerdir=/l/A:/l/B", "upperdir=/u")));
    assertThat(mount.findSuperOption("lowerdir")).contains("/l/A:/l/B");
    assertThat(mount.findSuperOption("workdir")).isEmpty();
  }

  @Test
  void aPrivateMountHasNoPropagationFields() {
    var mount = MountInfo.parse("1 0 0:5 / /proc ro - proc proc rw");

    assertThat(mount.propagation()).isEmpty();
    assertThat(mount.isReadOnly()).isTrue();
  }

  @Test
  void withinMeansTheDirectoryItselfOrBelow() {
    var mount = MountInfo.parse("1 0 0:5 / /var/lib/x rw - tmpfs t rw");

    assertThat(mount.isWithin("/var/lib/x")).isTrue();
    assertThat(mount.isWithin("/var/lib")).isTrue();
    assertThat(mount.isWithin("/")).isTrue();
    assertThat(mount.isWithin("/var/li")).isFalse();
    assertThat(mount.isWithin("/var/lib/x/y")).isFalse();
  }

  @Test
  void otherTextIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> MountInfo.parse("36 35 98:0 / /x rw"));
  }
}
