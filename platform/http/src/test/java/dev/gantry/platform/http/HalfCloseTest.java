package dev.gantry.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Upgraded connections whose directions end at different times. Guards the version of Netty's
/// epoll transport: with 4.2.13 to 4.2.20 the echo loses data.
@Timeout(60)
class HalfCloseTest {
  private static final int ECHO_BYTES = 5_000_000;

  @TempDir Path directory;

  /// Reads everything first and answers when the client has long closed its half.
  private static void echo(Request request, Response response) throws IOException {
    try (RawStream stream = response.upgrade("tcp")) {
      byte[] all = stream.input().readAllBytes();
      stream.output().write(all);
    }
  }

  private static void assertEcho(RawClient client) throws Exception {
    byte[] data = new byte[ECHO_BYTES];
    new Random(1).nextBytes(data);
    client.requestUpgrade("/echo").readHead();
    client.send(data);
    client.shutdownOutput();
    assertThat(client.input().readAllBytes()).isEqualTo(data);
  }

  @RepeatedTest(6)
  void echoIsIntactOverAUnixSocket() throws Exception {
    try (var server = TestServer.unix(directory, HalfCloseTest::echo);
        var client = server.connect()) {
      assertEcho(client);
    }
  }

  @RepeatedTest(6)
  void echoIsIntactOverTcp() throws Exception {
    try (var server = TestServer.tcp(TestServer.CONFIG, HalfCloseTest::echo);
        var client = server.connect()) {
      assertEcho(client);
    }
  }

  @RepeatedTest(6)
  void echoIsIntactOverTls() throws Exception {
    var certificates = new TestCertificates();
    SSLSocketFactory sockets = certificates.client();
    try (var server = TestServer.tls(certificates.server(), HalfCloseTest::echo);
        var client = RawClient.tls(server.port(), sockets)) {
      assertEcho(client);
    }
  }

  /// Both directions at once, each larger than all buffers on the way.
  @Test
  void bothDirectionsFlowAtTheSameTime() throws Exception {
    Handler pump =
        (_, response) -> {
          try (RawStream stream = response.upgrade("tcp")) {
            stream.input().transferTo(stream.output());
          }
        };
    byte[] data = new byte[ECHO_BYTES];
    new Random(2).nextBytes(data);
    try (var server = TestServer.unix(directory, pump);
        var client = server.connect()) {
      client.requestUpgrade("/pump").readHead();
      var sending =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      client.send(data);
                      client.shutdownOutput();
                    } catch (IOException e) {
                      throw new IllegalStateException(e);
                    }
                  });
      assertThat(client.input().readAllBytes()).isEqualTo(data);
      sending.join();
    }
  }

  @Test
  void theServerClosesItsHalfAndReadsOn() throws Exception {
    var received = new CompletableFuture<String>();
    Handler handler =
        (_, response) -> {
          RawStream stream = response.header("Content-Type", "raw").upgrade("tcp");
          stream.output().write("bye".getBytes(StandardCharsets.UTF_8));
          stream.shutdownOutput();
          received.complete(new String(stream.input().readAllBytes(), StandardCharsets.UTF_8));
        };
    try (var server = TestServer.unix(directory, handler);
        var client = server.connect()) {
      assertThat(client.requestUpgrade("/").readHead())
          .isEqualTo(
              "HTTP/1.1 101 UPGRADED\r\nContent-Type: raw\r\nConnection: Upgrade\r\nUpgrade: tcp");
      assertThat(client.readToEnd()).isEqualTo("bye");
      client.send("still here");
      client.shutdownOutput();
      assertThat(received.get()).isEqualTo("still here");
    }
  }

  @Test
  void tlsKeepsItsHalvesApartToo() throws Exception {
    var certificates = new TestCertificates();
    Handler handler =
        (request, response) -> {
          RawStream stream = response.upgrade("tcp");
          byte[] name =
              request
                  .peer()
                  .certificates()
                  .getFirst()
                  .getSubjectX500Principal()
                  .getName()
                  .getBytes(StandardCharsets.UTF_8);
          stream.output().write(name);
          stream.shutdownOutput();
          assertThat(stream.input().readAllBytes()).hasSize(10);
        };
    try (var server = TestServer.tls(certificates.server(), handler);
        var client = RawClient.tls(server.port(), certificates.client())) {
      client.requestUpgrade("/").readHead();
      assertThat(client.readToEnd()).isEqualTo("CN=test client");
      client.send("still here");
      client.shutdownOutput();
    }
  }

  /// As `printf … | nc` would do it: request, input and end of input in one go.
  @Test
  void bytesBehindTheRequestReachTheStreamEvenIfTheClientSendsNoMore() throws Exception {
    try (var server = TestServer.unix(directory, HalfCloseTest::echo);
        var client = server.connect()) {
      client.send(
          "POST /echo HTTP/1.1\r\nHost: a\r\nUpgrade: tcp\r\nContent-Length: 2\r\n\r\n{}first bytes");
      client.shutdownOutput();
      client.readHead();
      assertThat(client.readToEnd()).isEqualTo("first bytes");
    }
  }

  @Test
  void bytesThatFollowSoonAreNotTakenForARequest() throws Exception {
    var arrived = new CountDownLatch(1);
    Handler handler =
        (request, response) -> {
          arrived.await();
          echo(request, response);
        };
    try (var server = TestServer.unix(directory, handler);
        var client = server.connect()) {
      client.requestUpgrade("/echo");
      client.send("GET / HTTP/1.1\r\n\r\n typed before the answer");
      arrived.countDown();
      client.shutdownOutput();
      client.readHead();
      assertThat(client.readToEnd()).isEqualTo("GET / HTTP/1.1\r\n\r\n typed before the answer");
    }
  }

  @Test
  void clientsThatDoNotAskForAnUpgradeGetTheRawStreamBehindA200() throws Exception {
    Handler handler =
        (request, response) -> {
          try (RawStream stream = response.header("Content-Type", "raw").hijack()) {
            stream.input().transferTo(stream.output());
          }
        };
    try (var server = TestServer.unix(directory, handler);
        var client = server.connect()) {
      client.send("POST /attach HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(client.readHead())
          .startsWith("HTTP/1.1 200 OK\r\nContent-Type: raw")
          .doesNotContain("Length")
          .doesNotContain("chunked");
      client.send("in");
      client.shutdownOutput();
      assertThat(client.readToEnd()).isEqualTo("in");
    }
  }
}
