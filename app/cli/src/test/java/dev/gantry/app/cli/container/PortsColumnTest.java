package dev.gantry.app.cli.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.app.cli.client.JsonNumber;
import dev.gantry.app.cli.client.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortsColumnTest {
  private static JsonObject port(String ip, int inside, int outside, String protocol) {
    return JsonObject.create()
        .with("IP", ip)
        .with("PrivatePort", new JsonNumber(String.valueOf(inside)))
        .with("PublicPort", new JsonNumber(String.valueOf(outside)))
        .with("Type", protocol);
  }

  @Test
  void neighboursBecomeARange() {
    assertThat(
            PortsColumn.of(
                List.of(
                    port("0.0.0.0", 81, 81, "tcp"),
                    port("0.0.0.0", 80, 80, "tcp"),
                    port("0.0.0.0", 83, 83, "tcp"))))
        .isEqualTo("0.0.0.0:80-81->80-81/tcp, 0.0.0.0:83->83/tcp");
  }

  @Test
  void renumberedPortsComeLast() {
    assertThat(
            PortsColumn.of(
                List.of(
                    port("0.0.0.0", 80, 8080, "tcp"),
                    port("::", 80, 8080, "tcp"),
                    port("", 443, 0, "tcp"),
                    port("", 53, 0, "udp"))))
        .isEqualTo("53/udp, 443/tcp, 0.0.0.0:8080->80/tcp, [::]:8080->80/tcp");
  }
}
