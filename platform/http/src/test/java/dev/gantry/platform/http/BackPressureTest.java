package dev.gantry.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A slow side makes the other side wait, and memory does not grow meanwhile.
@Timeout(60)
class BackPressureTest {
  private static final int PIECE = 64 << 10;

  /// More than fits into the buffers of sockets and server together.
  private static final long ALL = 64L << 20;

  private static final long FITS = 4 << 20;

  @TempDir Path directory;

  /// Counts bytes until the other side makes it wait.
  private static final class Sender {
    final AtomicLong sent = new AtomicLong();

    void sendAll(OutputStream out) throws IOException {
      byte[] piece = new byte[PIECE];
      while (sent.get() < ALL) {
        out.write(piece);
        sent.addAndGet(PIECE);
      }
      out.flush();
    }

    /// Waits until nothing more is accepted; returns how much was.
    long amountWhenStuck() throws InterruptedException {
      var never = new CountDownLatch(1);
      long before;
      do {
        before = sent.get();
        assertThat(never.await(200, TimeUnit.MILLISECONDS)).isFalse();
      } while (sent.get() == 0 || sent.get() != before);
      return before;
    }
  }

  @Test
  void aSlowClientMakesTheHandlerWait() throws Exception {
    var sender = new Sender();
    try (var server =
            TestServer.unix(directory, (_, response) -> sender.sendAll(response.stream(ALL)));
        var client = server.connect()) {
      client.request("GET", "/").readHead();
      assertThat(sender.amountWhenStuck()).isLessThan(FITS);
      assertThat(count(client.input(), ALL)).isEqualTo(ALL);
    }
  }

  @Test
  void aSlowHandlerMakesTheClientWait() throws Exception {
    var goOn = new CountDownLatch(1);
    Handler handler =
        (request, _) -> {
          goOn.await();
          assertThat(count(request.body(), ALL)).isEqualTo(ALL);
        };
    var sender = new Sender();
    try (var server = TestServer.unix(directory, handler);
        var client = server.connect()) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + ALL + "\r\n\r\n");
      var sending = sendInBackground(sender, client);
      assertThat(sender.amountWhenStuck()).isLessThan(FITS);
      goOn.countDown();
      assertThat(client.readAnswer().status()).isEqualTo(200);
      sending.join();
    }
  }

  @Test
  void aRawStreamThatNobodyReadsMakesTheClientWait() throws Exception {
    var goOn = new CountDownLatch(1);
    Handler handler =
        (_, response) -> {
          RawStream stream = response.upgrade("tcp");
          goOn.await();
          assertThat(count(stream.input(), ALL)).isEqualTo(ALL);
          stream.output().write('!');
        };
    var sender = new Sender();
    try (var server = TestServer.unix(directory, handler);
        var client = server.connect()) {
      client.requestUpgrade("/").readHead();
      var sending = sendInBackground(sender, client);
      assertThat(sender.amountWhenStuck()).isLessThan(FITS);
      goOn.countDown();
      sending.join();
      client.shutdownOutput();
      assertThat(client.readToEnd()).isEqualTo("!");
    }
  }

  private static Thread sendInBackground(Sender sender, RawClient client) {
    return Thread.ofPlatform()
        .start(
            () -> {
              try {
                sender.sendAll(client.output());
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
  }

  private static long count(InputStream in, long atMost) throws IOException {
    byte[] buffer = new byte[PIECE];
    long total = 0;
    while (total < atMost) {
      int n = in.read(buffer);
      if (n < 0) {
        break;
      }
      total += n;
    }
    return total;
  }
}
