package dev.gantry.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.net.Inet4Address;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class MacAddressTest {
  @Test
  void readsAndPrintsSixOctets() {
    assertThat(MacAddress.parse("02:42:ac:11:00:02")).hasToString("02:42:ac:11:00:02");
    assertThat(MacAddress.parse("FE-00-00-00-00-01")).hasToString("fe:00:00:00:00:01");
    assertThat(MacAddress.parse("00:00:00:00:00:0a").octets()).containsExactly(0, 0, 0, 0, 0, 10);
  }

  @Test
  void refusesOtherTextByName() {
    for (String text : new String[] {"", "02:42", "02:42:ac:11:00:0g", "02:42:ac:11:00:02:01"}) {
      assertThatThrownBy(() -> MacAddress.parse(text))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessage("invalid MAC address: " + text);
    }
  }

  @Test
  void derivesTheAddressFromAnIpAddress() {
    var ip = (Inet4Address) InetAddress.ofLiteral("172.17.255.2");
    assertThat(MacAddress.of(ip)).hasToString("02:42:ac:11:ff:02");
  }
}
