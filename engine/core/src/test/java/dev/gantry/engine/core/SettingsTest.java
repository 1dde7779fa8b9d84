package dev.gantry.engine.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.engine.network.ContainerPort;
import dev.gantry.engine.network.Protocol;
import dev.gantry.engine.runtime.SeccompSpec;
import dev.gantry.platform.errors.InvalidArgumentException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// The small languages in which users write options.
class SettingsTest {
  @Nested
  class LogOptionsOfUsers {
    private static LogOptions options(String... pairs) {
      return LogOptions.of(
          new LogSettings(
              "json-file",
              pairs.length == 2
                  ? Map.of(pairs[0], pairs[1])
                  : Map.of(pairs[0], pairs[1], pairs[2], pairs[3])));
    }

    @Test
    void sizesHaveUnits() {
      assertThat(options("max-size", "10m").maxBytes()).isEqualTo(10L << 20);
      assertThat(options("max-size", "512KB").maxBytes()).isEqualTo(512L << 10);
      assertThat(options("max-size", "1GiB").maxBytes()).isEqualTo(1L << 30);
      assertThat(options("max-size", "100").maxBytes()).isEqualTo(100);
      assertThat(options("max-size", "100b").maxBytes()).isEqualTo(100);
      assertThat(options("max-size", "-1").maxBytes()).isZero();
    }

    @Test
    void refusesWhatIsNoSize() {
      for (String text : List.of("0", "m", "-5m", "1.5.m", "9223372036854775807t", "ten")) {
        assertThatThrownBy(() -> options("max-size", text))
            .as(text)
            .isInstanceOf(InvalidArgumentException.class);
      }
    }

    @Test
    void severalFilesNeedASize() {
      assertThatThrownBy(() -> options("max-file", "3"))
          .hasMessage("max-file option requires max-size to be set");
      assertThat(options("max-file", "3", "max-size", "1k").maxFiles()).isEqualTo(3);
      assertThatThrownBy(() -> options("max-file", "0", "max-size", "1k"))
          .isInstanceOf(InvalidArgumentException.class);
    }
  }

  @Nested
  class SecurityOptionsOfUsers {
    @Test
    void areReadInBothSpellings() {
      assertThat(SecurityOptions.parse(List.of("no-new-privileges")).noNewPrivileges()).isTrue();
      assertThat(SecurityOptions.parse(List.of("no-new-privileges:true")).noNewPrivileges())
          .isTrue();
      assertThat(SecurityOptions.parse(List.of("no-new-privileges=false")).noNewPrivileges())
          .isFalse();
      assertThat(SecurityOptions.parse(List.of("seccomp:unconfined")).seccomp())
          .isEqualTo(SeccompSpec.UNCONFINED);
    }

    @Test
    void aSeccompProfileComesAsJson() {
      assertThat(SecurityOptions.parse(List.of("seccomp={\"a\":\"b=c\"}")).seccomp())
          .isEqualTo(new SeccompSpec.Custom("{\"a\":\"b=c\"}"));
    }

    @Test
    void refusesWhatThisEngineCannotApply() {
      for (String option :
          List.of("apparmor=profile", "label=type:x", "no-new-privileges=maybe", "magic")) {
        assertThatThrownBy(() -> SecurityOptions.parse(List.of(option)))
            .as(option)
            .isInstanceOf(InvalidArgumentException.class);
      }
    }
  }

  @Nested
  class PortRanges {
    @Test
    void haveOneOrTwoEndsAndAProtocol() {
      assertThat(PortRange.parse("80")).isEqualTo(new PortRange(80, 80, Protocol.TCP));
      assertThat(PortRange.parse("80-90/udp")).isEqualTo(new PortRange(80, 90, Protocol.UDP));
      assertThat(PortRange.parse("80-90/udp").contains(ContainerPort.parse("85/udp"))).isTrue();
      assertThat(PortRange.parse("80-90/udp").contains(ContainerPort.parse("85/tcp"))).isFalse();
      assertThat(PortRange.parse("80-90").contains(ContainerPort.parse("91"))).isFalse();
    }

    @Test
    void refusesWhatIsNoRange() {
      for (String text : List.of("", "-", "90-80", "80-", "x", "80/icmp", "1-99999", "-5")) {
        assertThatThrownBy(() -> PortRange.parse(text))
            .as(text)
            .isInstanceOf(InvalidArgumentException.class);
      }
    }
  }
}
