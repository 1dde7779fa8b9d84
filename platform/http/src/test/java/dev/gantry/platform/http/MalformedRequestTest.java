package dev.gantry.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Requests that no handler may see, because two parsers could understand them differently.
@Timeout(30)
class MalformedRequestTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          400 | nonsense
          400 | GET / HTTP/1.1                                       # no Host
          400 | GET / HTTP/1.1;Host: a;Host: b
          400 | GET noslash HTTP/1.1;Host: a
          400 | GET * HTTP/1.1;Host: a
          400 | GET /a b HTTP/1.1;Host: a
          400 | GET /a#b HTTP/1.1;Host: a
          400 | GET /\u00e9 HTTP/1.1;Host: a
          505 | GET / HTTP/2.0;Host: a
          400 | GET / HTTP/1.1;Host: a;Space : x
          400 | GET / HTTP/1.1;Host: a;NoColon
          400 | GET / HTTP/1.1;Host: a;X: a\u0000b
          400 | POST / HTTP/1.1;Host: a;Content-Length: 4;Transfer-Encoding: chunked
          400 | POST / HTTP/1.1;Host: a;Content-Length: 4;Content-Length: 5
          400 | POST / HTTP/1.1;Host: a;Content-Length: -4
          400 | POST / HTTP/1.1;Host: a;Content-Length: +4
          400 | POST / HTTP/1.1;Host: a;Content-Length: 4a
          400 | POST / HTTP/1.1;Host: a;Transfer-Encoding: gzip
          501 | POST / HTTP/1.1;Host: a;Transfer-Encoding: gzip, chunked
          400 | POST / HTTP/1.1;Host: a;Transfer-Encoding: chunked, chunked
          400 | POST / HTTP/1.0;Transfer-Encoding: chunked
          417 | POST / HTTP/1.1;Host: a;Content-Length: 4;Expect: miracles
          """)
  void ambiguousRequestsAreRefused(int status, String lines) throws Exception {
    var handled = new AtomicInteger();
    try (var server = TestServer.unix(directory, (_, _) -> handled.incrementAndGet());
        var client = server.connect()) {
      String head = lines.replaceFirst(" *# .*", "").replace(";", "\r\n");
      client.send(head + "\r\n\r\n");
      RawClient.Answer answer = client.readAnswer();
      assertThat(answer.status()).as(answer.body()).isEqualTo(status);
      assertThat(answer.head()).contains("Connection: close").contains("text/plain");
      assertThat(client.readToEnd()).isEmpty();
      assertThat(handled).hasValue(0);
    }
  }

  @Test
  void aLineFeedAloneEndsNoLine() throws Exception {
    try (var server = TestServer.unix(directory, (_, _) -> {});
        var client = server.connect()) {
      client.send("GET / HTTP/1.1\nHost: a\n\n");
      assertThat(client.readAnswer().status()).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @CsvSource({"x", "-1", "5 5", "''", "80000000"})
  void aMalformedChunkFailsItsReader(String size) throws Exception {
    Handler handler = (request, response) -> response.send(request.body().readAllBytes());
    try (var server = TestServer.unix(directory, handler);
        var client = server.connect()) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
      client.send("2\r\nok\r\n" + size + "\r\nhello\r\n0\r\n\r\n");
      assertThat(client.readAnswer().status()).isEqualTo(400);
      assertThat(client.readToEnd()).isEmpty();
    }
  }

  @Test
  void theFormForProxiesIsUnderstood() throws Exception {
    Handler handler =
        (request, response) -> response.send(request.path().getBytes(StandardCharsets.UTF_8));
    try (var server = TestServer.unix(directory, handler);
        var client = server.connect()) {
      client.request("GET", "http://docker.example:80/_ping?x=/y");
      assertThat(client.readAnswer().body()).isEqualTo("/_ping");
    }
  }
}
