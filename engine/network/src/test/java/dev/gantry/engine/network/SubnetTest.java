package dev.gantry.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.net.Inet4Address;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubnetTest {
  private static Inet4Address ip(String literal) {
    return (Inet4Address) InetAddress.ofLiteral(literal);
  }

  @Test
  void hostBitsAreDropped() {
    assertThat(Subnet.parse("172.17.3.4/16")).hasToString("172.17.0.0/16");
    assertThat(Subnet.parse("10.1.2.3/32")).hasToString("10.1.2.3/32");
    assertThat(Subnet.parse("10.1.2.3/0")).hasToString("0.0.0.0/0");
  }

  @Test
  void containsItsAddressesOnly() {
    var subnet = Subnet.parse("192.168.16.0/20");
    assertThat(subnet.contains(ip("192.168.16.0"))).isTrue();
    assertThat(subnet.contains(ip("192.168.31.255"))).isTrue();
    assertThat(subnet.contains(ip("192.168.32.0"))).isFalse();
    assertThat(Subnet.parse("0.0.0.0/0").contains(ip("255.255.255.255"))).isTrue();
  }

  @Test
  void overlapIsMutual() {
    var large = Subnet.parse("172.16.0.0/12");
    var small = Subnet.parse("172.17.0.0/16");
    var other = Subnet.parse("172.32.0.0/16");
    assertThat(large.overlaps(small)).isTrue();
    assertThat(small.overlaps(large)).isTrue();
    assertThat(large.overlaps(other)).isFalse();
  }

  @Test
  void countsFromTheNetworkAddress() {
    var subnet = Subnet.parse("200.0.0.0/8");
    assertThat(subnet.size()).isEqualTo(1 << 24);
    assertThat(subnet.at(65536)).isEqualTo(ip("200.1.0.0"));
    assertThat(subnet.offsetOf(ip("200.1.0.0"))).isEqualTo(65536);
    assertThatThrownBy(() -> subnet.at(1 << 24)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "172.17.0.0", "172.17.0.0/33", "172.17.0.0/-1", "x/8", "::/8"})
  void otherTextIsRefusedByName(String text) {
    assertThatThrownBy(() -> Subnet.parse(text))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage("invalid CIDR address: " + text);
  }
}
