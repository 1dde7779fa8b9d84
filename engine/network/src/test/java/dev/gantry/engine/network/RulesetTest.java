package dev.gantry.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.platform.linux.MacAddress;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RulesetTest {
  private static final Inet4Address IP = (Inet4Address) InetAddress.ofLiteral("172.17.0.2");
  private static final Ruleset RULESET =
      new Ruleset(
          "gantry0", "gantry0", Subnet.parse("172.17.0.0/16"), new InterfaceNames("vethabcd"));

  private static Endpoint endpoint(PublishedPort... ports) {
    return new Endpoint(
        new EndpointId("0123456789abcdef".repeat(4)),
        new NetworkId("f".repeat(64)),
        new SandboxId("web"),
        "web",
        List.of(),
        Optional.of(
            new Endpoint.Link(
                "eth0", new InterfaceAddress(IP, 16), MacAddress.of(IP), Optional.empty())),
        List.of(ports));
  }

  private static PublishedPort published(String hostIp, int hostPort, String containerPort) {
    return new PublishedPort(
        ContainerPort.parse(containerPort), InetAddress.ofLiteral(hostIp), hostPort);
  }

  @Test
  void anEndpointIsAFewElements() {
    var endpoint =
        endpoint(
            published("0.0.0.0", 8080, "80/tcp"),
            published("::", 8080, "80/tcp"),
            published("127.0.0.1", 5300, "53/udp"));
    assertThat(RULESET.add(List.of(endpoint)))
        .isEqualTo(
            """
            add element inet gantry0 published_on_all { tcp . 8080 : 172.17.0.2 . 80 }
            add element inet gantry0 published_on_one { 127.0.0.1 . udp . 5300 : 172.17.0.2 . 53 }
            add element bridge gantry0 ports { vethabcd0123456 . 02:42:ac:11:00:02 . 172.17.0.2 }
            """);
    assertThat(RULESET.remove(endpoint))
        .isEqualTo(RULESET.add(List.of(endpoint)).replace("add element", "delete element"));
  }

  @Test
  void nothingIsSaidOfWhatIsNotThere() {
    assertThat(RULESET.add(List.of())).isEmpty();
    assertThat(RULESET.add(List.of(endpoint()))).startsWith("add element bridge").hasLineCount(1);
  }

  @Test
  void replacingIsOneTransactionThatDeletesBeforeItCreates() {
    var text = RULESET.replaceAll(List.of(endpoint()));
    assertThat(text).startsWith(RULESET.removeAll()).endsWith(RULESET.add(List.of(endpoint())));
    assertThat(text.indexOf("delete table inet gantry0"))
        .isLessThan(text.indexOf("table inet gantry0 {"));
  }
}
