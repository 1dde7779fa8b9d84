package dev.gantry.platform.http;

import static dev.gantry.platform.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.platform.lifecycle.BytePipe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.Adler32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SpdyConnectionTest {
  private final BytePipe toServer = new BytePipe(32 << 10);
  private final BytePipe toClient = new BytePipe(32 << 10);
  private final CountDownLatch lost = new CountDownLatch(1);
  private final SpdyConnection server =
      SpdyConnection.serve(toServer.source(), toClient.sink(), lost::countDown);
  private final SpdyTestClient client = new SpdyTestClient(toClient.source(), toServer.sink());

  @AfterEach
  void close() {
    server.close();
    client.close();
  }

  private SpdyStream accept() throws Exception {
    SpdyStream stream = server.accept().orElseThrow();
    stream.reply();
    return stream;
  }

  private static byte[] random(int size) {
    byte[] data = new byte[size];
    new Random(size).nextBytes(data);
    return data;
  }

  @Test
  void theDictionaryIsTheOneOfTheSpecification() {
    var sum = new Adler32();
    sum.update(SpdyDictionary.bytes());
    assertThat(sum.getValue()).isEqualTo(0xe3c6a7c2L);
  }

  @Test
  void streamsComeWithTheirHeadersAndAreAnswered() throws Exception {
    var one = client.open("streamType", "stdin", "port", "80");
    SpdyStream first = accept();
    assertThat(first.header("streamtype")).contains("stdin");
    assertThat(first.header("PORT")).contains("80");
    assertThat(first.header("other")).isEmpty();
    assertThat(one.awaitReply()).isTrue();
    // A second block needs the state that the first has left behind.
    client.open("streamType", "stdout", "requestID", "7");
    assertThat(accept().header("requestId")).contains("7");
  }

  @Test
  void bothDirectionsEndIndependently() throws Exception {
    var stream = client.open("a", "b");
    SpdyStream end = accept();
    stream.write("question".getBytes(StandardCharsets.UTF_8));
    stream.finish();
    assertThat(end.input().readAllBytes()).asString().isEqualTo("question");
    end.output().write("answer".getBytes(StandardCharsets.UTF_8));
    end.output().close();
    assertThat(stream.readAll()).asString().isEqualTo("answer");
  }

  @Test
  void muchDataFlowsBothWaysAtOnce() throws Exception {
    byte[] data = random(3 << 20);
    var stream = client.open("a", "b");
    SpdyStream end = accept();
    assertThat(stream.awaitReply()).isTrue();
    var echo =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    end.input().transferTo(end.output());
                    end.output().close();
                  } catch (IOException e) {
                    throw new IllegalStateException(e);
                  }
                });
    var sending =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    stream.write(data);
                    stream.finish();
                  } catch (IOException e) {
                    throw new IllegalStateException(e);
                  }
                });
    assertThat(stream.readAll()).isEqualTo(data);
    echo.join();
    sending.join();
    assertThat(client.credited.get()).isGreaterThan(data.length - SpdyStream.WINDOW);
    assertThat(stream.credited.get()).isGreaterThan(data.length - 2 * SpdyStream.WINDOW);
  }

  @Test
  void aPeerThatKnowsWindowsIsNotSentMoreThanItTakes() throws Exception {
    var stream = client.open("a", "b");
    client.openSessionWindow(1 << 20);
    client.ping(1);
    assertThat(client.pongs.take()).isEqualTo(1);
    SpdyStream end = accept();
    var sending =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    end.output().write(new byte[100_000]);
                  } catch (IOException e) {
                    throw new IllegalStateException(e);
                  }
                });
    eventually(() -> assertThat(stream.pending()).isEqualTo(64 << 10));
    assertThat(sending.join(Duration.ofMillis(100))).isFalse();
    stream.openWindow(100_000);
    sending.join();
    eventually(() -> assertThat(stream.pending()).isEqualTo(100_000));
  }

  @Test
  void aPeerThatKnowsNoneIsSentEverything() throws Exception {
    var stream = client.open("a", "b");
    SpdyStream end = accept();
    end.output().write(new byte[1 << 20]);
    end.output().close();
    assertThat(stream.readAll()).hasSize(1 << 20);
  }

  @Test
  void pingsOfTheClientAreAnswered() throws Exception {
    client.ping(3);
    assertThat(client.pongs.take()).isEqualTo(3);
  }

  @Test
  void aResetEndsReadingAndWriting() throws Exception {
    var stream = client.open("a", "b");
    SpdyStream end = accept();
    stream.reset();
    assertThatThrownBy(() -> end.input().read()).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> end.output().write(1)).isInstanceOf(IOException.class);
    client.ping(1);
    assertThat(client.pongs.take()).isEqualTo(1);
  }

  @Test
  void streamsCanBeTurnedDown() throws Exception {
    var stream = client.open("a", "b");
    server.accept().orElseThrow().refuse();
    assertThat(stream.reset.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whatNobodyWantsToReadDoesNotHoldUpTheRest() throws Exception {
    var ignored = client.open("a", "b");
    SpdyStream end = accept();
    end.input().close();
    ignored.write(new byte[1 << 20]);
    client.ping(5);
    assertThat(client.pongs.take()).isEqualTo(5);
  }

  @Test
  void aLostConnectionFailsEverything() throws Exception {
    client.open("a", "b");
    SpdyStream end = accept();
    var reading = new CompletableFuture<Throwable>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                reading.complete(new AssertionError("read " + end.input().read()));
              } catch (IOException e) {
                reading.complete(e);
              }
            });
    toServer.sink().close();
    assertThat(reading.get()).isInstanceOf(IOException.class);
    assertThat(lost.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(server.accept()).isEmpty();
    assertThat(server.accept()).isEmpty();
  }

  @Test
  void nonsenseEndsTheConnection() throws Exception {
    toServer
        .sink()
        .write("GET / HTTP/1.1\r\nHost: nowhere\r\n\r\n".getBytes(StandardCharsets.UTF_8));
    toServer.sink().write(new byte[] {(byte) 0x80, 2, 0, 1, 0, 0, 0, 0});
    toServer.sink().close();
    assertThat(lost.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void closingSaysGoodbyeAndIsNotALoss() throws Exception {
    client.open("a", "b");
    SpdyStream end = accept();
    server.close();
    assertThat(client.goAway.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(lost.getCount()).isEqualTo(1);
    assertThatThrownBy(() -> end.input().read()).isInstanceOf(IOException.class);
  }

  @Test
  void waitingForAStreamEnds() throws Exception {
    assertThat(server.accept(Duration.ofMillis(10))).isEmpty();
  }
}
