package dev.gantry.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TlsTest {
  private final TestCertificates certificates = new TestCertificates();

  @Test
  void clientsAreKnownByTheirCertificate() throws Exception {
    Handler handler =
        (request, response) ->
            response.send(
                request
                    .peer()
                    .certificates()
                    .getFirst()
                    .getSubjectX500Principal()
                    .getName()
                    .getBytes(StandardCharsets.UTF_8));
    try (var server = TestServer.tls(certificates.server(), handler);
        var client = RawClient.tls(server.port(), certificates.client())) {
      for (int i = 0; i < 3; i++) {
        assertThat(client.request("GET", "/").readAnswer().body()).isEqualTo("CN=test client");
      }
    }
  }

  @Test
  void clientsWithoutOneAreRefused() throws Exception {
    try (var server = TestServer.tls(certificates.server(), (_, _) -> {});
        var stranger = RawClient.tls(server.port(), certificates.stranger())) {
      assertThatThrownBy(() -> stranger.request("GET", "/").readHead())
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void clientsWithOneOfAnotherAuthorityAreRefused() throws Exception {
    try (var server = TestServer.tls(certificates.server(), (_, _) -> {})) {
      var foreign = certificates.clientSignedBy(new TestCertificates());
      try (var client = RawClient.tls(server.port(), foreign)) {
        assertThatThrownBy(() -> client.request("GET", "/").readHead())
            .isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void plainTextToATlsPortDisturbsNobody() throws Exception {
    try (var server = TestServer.tls(certificates.server(), (_, _) -> {})) {
      try (var plain = RawClient.tcp(server.port())) {
        plain.request("GET", "/");
        assertThat(plain.readToEnd()).doesNotContain("HTTP/1.1 200");
      }
      try (var client = RawClient.tls(server.port(), certificates.client())) {
        assertThat(client.request("GET", "/").readAnswer().status()).isEqualTo(200);
      }
    }
  }
}
