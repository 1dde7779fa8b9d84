package dev.gantry.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResolvConfTest {
  private static final ResolvConf HOST =
      ResolvConf.parse(
          """
          # made by hand
          domain old.example
          nameserver 127.0.0.1
          nameserver 10.0.0.53
          nameserver fe80::1%eth0
          nameserver ::1
          nameserver 2001:db8::53
          search example.org  corp.example
          options ndots:2 timeout:1
          garbage
          nameserver
          """);

  @Test
  void readsWhatItKnows() {
    assertThat(HOST.nameservers())
        .containsExactly("127.0.0.1", "10.0.0.53", "fe80::1%eth0", "::1", "2001:db8::53");
    assertThat(HOST.search()).containsExactly("example.org", "corp.example");
    assertThat(HOST.options()).containsExactly("ndots:2", "timeout:1");
  }

  @Test
  void aContainerGetsTheServersItCanReach() {
    assertThat(HOST.forContainer(List.of(), List.of(), List.of()).text())
        .isEqualTo(
            """
            nameserver 10.0.0.53
            search example.org corp.example
            options ndots:2 timeout:1
            """);
  }

  @Test
  void withoutAnyThereArePublicOnes() {
    var lonely = ResolvConf.parse("nameserver 127.0.0.53\noptions edns0\n");
    assertThat(lonely.isSystemdStub()).isTrue();
    assertThat(lonely.forContainer(List.of(), List.of(), List.of()).text())
        .isEqualTo("nameserver 8.8.8.8\nnameserver 8.8.4.4\noptions edns0\n");
  }

  @Test
  void givenPartsReplaceTheHostsParts() {
    var given =
        HOST.forContainer(List.of("127.0.0.1", "1.1.1.1"), List.of("x.example"), List.of("debug"));
    assertThat(given.text())
        .isEqualTo("nameserver 127.0.0.1\nnameserver 1.1.1.1\nsearch x.example\noptions debug\n");
    assertThat(HOST.forContainer(List.of(), List.of("."), List.of()).search()).isEmpty();
  }

  @Test
  void theHostsNetworkKeepsTheHostsServers() {
    assertThat(HOST.forHostNetwork(List.of(), List.of(), List.of())).isEqualTo(HOST);
    assertThat(HOST.forHostNetwork(List.of("1.1.1.1"), List.of(), List.of()).nameservers())
        .containsExactly("1.1.1.1");
  }
}
