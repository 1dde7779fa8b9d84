package dev.gantry.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PortMappingTest {
  private static final ContainerPort WEB = ContainerPort.parse("80/tcp");

  @ParameterizedTest
  @CsvSource({"80,80/tcp", "80/tcp,80/tcp", "53/udp,53/udp", "1/SCTP,1/sctp", "65535,65535/tcp"})
  void containerPortsAreRead(String text, String printed) {
    assertThat(ContainerPort.parse(text)).hasToString(printed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "65536", "-1", "80/icmp", "80/", "x", "/tcp"})
  void otherContainerPortsAreRefused(String text) {
    assertThatThrownBy(() -> ContainerPort.parse(text))
        .isInstanceOf(InvalidArgumentException.class);
  }

  @Test
  void hostSidesAreRead() {
    assertThat(PortMapping.parse(WEB, "", "").anyHostPort()).isTrue();
    assertThat(PortMapping.parse(WEB, "", "8080").isExact()).isTrue();
    var range = PortMapping.parse(WEB, "127.0.0.1", "8000-8010");
    assertThat(range.hostAddress()).contains(InetAddress.ofLiteral("127.0.0.1"));
    assertThat(range.firstHostPort()).isEqualTo(8000);
    assertThat(range.lastHostPort()).isEqualTo(8010);
    assertThat(range.isExact()).isFalse();
    assertThat(PortMapping.parse(WEB, "::1", "80").hostAddress())
        .contains(InetAddress.ofLiteral("::1"));
  }

  @ParameterizedTest
  @CsvSource({"localhost,80", "1.2.3,80", "'',x", "'',80-", "'',90-80", "'',65536", "'',-80"})
  void otherHostSidesAreRefused(String ip, String port) {
    assertThatThrownBy(() -> PortMapping.parse(WEB, ip, port))
        .isInstanceOf(InvalidArgumentException.class);
  }
}
