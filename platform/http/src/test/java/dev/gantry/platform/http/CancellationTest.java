package dev.gantry.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A client that is gone interrupts its handler; one that only sends no more does not.
@Timeout(30)
class CancellationTest {
  @TempDir Path directory;

  /// Waits until it is interrupted, and tells.
  private static final class Waiter implements Handler {
    final CountDownLatch begun = new CountDownLatch(1);
    final CompletableFuture<String> end = new CompletableFuture<>();
    final CountDownLatch mayEnd = new CountDownLatch(1);
    private final Handler prelude;

    Waiter(Handler prelude) {
      this.prelude = prelude;
    }

    @Override
    public void handle(Request request, Response response)
        throws IOException, InterruptedException {
      prelude.handle(request, response);
      begun.countDown();
      try {
        mayEnd.await();
        end.complete("not interrupted");
      } catch (InterruptedException e) {
        end.complete("interrupted");
        throw e;
      }
    }

    void assertInterrupted() throws Exception {
      assertThat(end.get(20, TimeUnit.SECONDS)).isEqualTo("interrupted");
    }
  }

  private static HttpServerConfig grace(Duration grace) {
    HttpServerConfig config = TestServer.CONFIG;
    return new HttpServerConfig(
        config.eventLoops(),
        config.maxConnections(),
        config.maxHeadBytes(),
        config.headTimeout(),
        config.idleTimeout(),
        grace);
  }

  @Nested
  class OverAUnixSocket {
    @Test
    void aHandlerThatWaitsWithoutOutputIsInterrupted() throws Exception {
      var waiter = new Waiter((_, _) -> {});
      try (var server = TestServer.unix(directory, waiter)) {
        try (var client = server.connect()) {
          client.request("POST", "/wait");
          waiter.begun.await();
        }
        waiter.assertInterrupted();
      }
    }

    @Test
    void aHandlerThatHasSentItsHeadIsInterrupted() throws Exception {
      var waiter = new Waiter((_, response) -> response.stream());
      try (var server = TestServer.unix(directory, waiter)) {
        try (var client = server.connect()) {
          client.request("POST", "/wait").readHead();
        }
        waiter.assertInterrupted();
      }
    }

    @Test
    void aHalfClosedClientIsStillServed() throws Exception {
      var waiter = new Waiter((_, _) -> {});
      try (var server = TestServer.unix(directory, waiter);
          var client = server.connect()) {
        client.request("POST", "/wait");
        client.shutdownOutput();
        waiter.begun.await();
        assertLoopIsIdle();
        waiter.mayEnd.countDown();
        assertThat(client.readAnswer().status()).isEqualTo(200);
        assertThat(waiter.end.get()).isEqualTo("not interrupted");
      }
    }

    @Test
    void aClientThatClosesItsHalfFirstAndLeavesLaterIsNoticed() throws Exception {
      var waiter = new Waiter((_, _) -> {});
      try (var server = TestServer.unix(directory, waiter)) {
        try (var client = server.connect()) {
          client.request("POST", "/wait");
          client.shutdownOutput();
          waiter.begun.await();
          // The loop handles events in order: once this is answered, it has seen the half-close.
          try (var other = server.connect()) {
            other.send("nonsense\r\n\r\n").readAnswer();
          }
        }
        waiter.assertInterrupted();
      }
    }

    @Test
    void aHandlerOfARawStreamIsInterrupted() throws Exception {
      var waiter = new Waiter((_, response) -> response.upgrade("tcp"));
      try (var server = TestServer.unix(directory, waiter)) {
        try (var client = server.connect()) {
          client.requestUpgrade("/attach").readHead();
          client.shutdownOutput();
        }
        waiter.assertInterrupted();
      }
    }

    @Test
    void whatTheClientSentBeforeItLeftIsStillRead() throws Exception {
      var goOn = new CountDownLatch(1);
      var read = new CompletableFuture<Integer>();
      Handler handler =
          (_, response) -> {
            RawStream stream = response.upgrade("tcp");
            goOn.await();
            read.complete(stream.input().readAllBytes().length);
          };
      try (var server = TestServer.unix(directory, grace(Duration.ofMinutes(1)), handler)) {
        try (var client = server.connect()) {
          client.requestUpgrade("/attach").readHead();
          client.send(new byte[100_000]);
        }
        try (var other = server.connect()) {
          other.send("nonsense\r\n\r\n").readAnswer();
        }
        goOn.countDown();
        assertThat(read.get()).isEqualTo(100_000);
      }
    }

    @Test
    void aWriterFailsWhenTheClientIsGone() throws Exception {
      var failure = new CompletableFuture<Exception>();
      Handler handler =
          (_, response) -> {
            OutputStream out = response.stream();
            try {
              while (true) {
                out.write(new byte[1000]);
              }
            } catch (IOException e) {
              failure.complete(e);
              throw e;
            }
          };
      try (var server = TestServer.unix(directory, handler)) {
        try (var client = server.connect()) {
          client.request("GET", "/logs").readHead();
          client.readText(10_000);
        }
        assertThat(failure.get(20, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
      }
    }

    @Test
    void aBodyThatBreaksOffFailsItsReader() throws Exception {
      var failure = new CompletableFuture<Exception>();
      Handler handler =
          (request, _) -> {
            try {
              request.body().readAllBytes();
            } catch (IOException e) {
              failure.complete(e);
              throw e;
            }
          };
      try (var server = TestServer.unix(directory, handler)) {
        try (var client = server.connect()) {
          client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf");
        }
        assertThat(failure.get(20, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
      }
    }

    /// Netty's level-triggered loop would spin on the hang-up of a connection that stays open.
    @Test
    void aClientThatIsGoneCostsNothing() throws Exception {
      var mayEnd = new CountDownLatch(1);
      var noticed = new CountDownLatch(1);
      Handler stubborn =
          (_, _) -> {
            while (mayEnd.getCount() > 0) {
              try {
                mayEnd.await();
              } catch (InterruptedException e) {
                noticed.countDown();
              }
            }
          };
      try (var server = TestServer.unix(directory, stubborn)) {
        try (var client = server.connect()) {
          client.request("GET", "/");
          client.shutdownOutput();
        }
        noticed.await();
        assertLoopIsIdle();
        mayEnd.countDown();
      }
    }
  }

  private static void assertLoopIsIdle() throws InterruptedException {
    long before = cpuNanosOfLoop();
    assertThat(new CountDownLatch(1).await(300, TimeUnit.MILLISECONDS)).isFalse();
    assertThat(cpuNanosOfLoop() - before).isLessThan(Duration.ofMillis(30).toNanos());
  }

  private static long cpuNanosOfLoop() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
        .filter(thread -> thread != null && thread.getThreadName().startsWith("http-loop"))
        .mapToLong(thread -> threads.getThreadCpuTime(thread.getThreadId()))
        .sum();
  }

  @Nested
  class OverTcp {
    @Test
    void aResetInterruptsAtOnce() throws Exception {
      var waiter = new Waiter((_, response) -> response.upgrade("tcp"));
      try (var server = TestServer.tcp(TestServer.CONFIG, waiter)) {
        try (var client = RawClient.resetting(server.port())) {
          client.requestUpgrade("/attach").readHead();
        }
        waiter.assertInterrupted();
      }
    }

    @Test
    void anOrdinaryRequestIsGivenUpAfterAWhile() throws Exception {
      var waiter = new Waiter((_, _) -> {});
      try (var server = TestServer.tcp(grace(Duration.ofMillis(50)), waiter)) {
        try (var client = server.connect()) {
          client.request("POST", "/wait");
          waiter.begun.await();
        }
        waiter.assertInterrupted();
      }
    }

    @Test
    void anUpgradedConnectionMayStayHalfClosed() throws Exception {
      var waiter = new Waiter((_, response) -> response.upgrade("tcp"));
      try (var server = TestServer.tcp(grace(Duration.ofMillis(1)), waiter);
          var client = server.connect()) {
        client.requestUpgrade("/attach").readHead();
        client.shutdownOutput();
        assertThat(waiter.end.completeOnTimeout("waits", 300, TimeUnit.MILLISECONDS).get())
            .isEqualTo("waits");
        waiter.mayEnd.countDown();
        assertThat(client.readToEnd()).isEmpty();
      }
    }

    @Test
    void aQuickRequestOfAHalfClosedClientIsAnswered() throws Exception {
      Handler handler = (_, response) -> response.send("ok".getBytes(StandardCharsets.UTF_8));
      try (var server = TestServer.tcp(TestServer.CONFIG, handler);
          var client = server.connect()) {
        client.request("GET", "/");
        client.shutdownOutput();
        assertThat(client.readAnswer().body()).isEqualTo("ok");
        assertThat(client.readToEnd()).isEmpty();
      }
    }
  }
}
