package dev.gantry.app.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HttpConnectionTest {
  /// Gives each piece to one read.
  private static final class Script implements Transport {
    private final Deque<byte[]> pieces = new ArrayDeque<>();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    Script(String... pieces) {
      for (String piece : pieces) {
        this.pieces.add(piece.getBytes(StandardCharsets.ISO_8859_1));
      }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      if (pieces.isEmpty()) {
        return -1;
      }
      byte[] piece = pieces.remove();
      System.arraycopy(piece, 0, buffer, offset, piece.length);
      return piece.length;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      written.write(bytes, offset, length);
    }

    @Override
    public void shutdownOutput() {}

    @Override
    public void close() {}
  }

  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

  private static InputStream body(Script script) throws IOException {
    HttpConnection connection = new HttpConnection(script);
    HttpConnection.Head head = connection.exchange("GET", "/x", Map.of(), new byte[0]);
    return connection.body(head, false, () -> {});
  }

  private static String text(InputStream body) throws IOException {
    return new String(body.readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  @Test
  void bodiesAreUnframedHoweverTheyArrive() throws IOException {
    assertThat(
            text(body(new Script(CHUNKED + "5\r\nhello\r\n", "1;x=y\r\n", "!", "\r\n0\r\n\r\n"))))
        .isEqualTo("hello!");
    assertThat(text(body(new Script("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe", "llo"))))
        .isEqualTo("hello");
    assertThat(text(body(new Script("HTTP/1.1 200 OK\r\n\r\nhe", "llo")))).isEqualTo("hello");
    assertThat(text(body(new Script("HTTP/1.1 204 No Content\r\n\r\n")))).isEmpty();
  }

  @Test
  void whatIsLeftOfAFinishedChunkIsNothingToReadAtOnce() throws IOException {
    InputStream body = body(new Script(CHUNKED + "5\r\nhello\r\n", "0\r\n\r\n"));
    assertThat(body.readNBytes(3)).hasSize(3);
    assertThat(body.available()).isEqualTo(2);
    assertThat(body.readNBytes(2)).hasSize(2);
    assertThat(body.available()).isZero();
  }

  @Test
  void aBodyCutShortIsAFailure() {
    assertThatThrownBy(
            () -> text(body(new Script("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe"))))
        .isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> text(body(new Script(CHUNKED + "5\r\nhe"))))
        .isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> text(body(new Script(CHUNKED + "x\r\n"))))
        .hasMessageContaining("malformed chunk size");
  }

  @Test
  void streamsAreSentInChunks() throws IOException {
    Script script = new Script("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n");
    new HttpConnection(script)
        .exchange(
            "POST", "/x", Map.of("Host", "h"), new ByteArrayInputStream(new byte[] {'a', 'b'}));
    assertThat(List.of(script.written.toString(StandardCharsets.ISO_8859_1).split("\r\n", -1)))
        .containsExactly(
            "POST /x HTTP/1.1",
            "Host: h",
            "Transfer-Encoding: chunked",
            "",
            "2",
            "ab",
            "0",
            "",
            "");
  }
}
