package dev.gantry.kube.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.kube.objects.StatusException;
import dev.gantry.platform.http.WebSocketListener;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class PodLogTest {
  private final StreamServer server = new StreamServer();
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    http.shutdownNow();
    server.close();
  }

  private HttpRequest request(String pod, String query) {
    return HttpRequest.newBuilder(
            URI.create("http://localhost:" + server.port() + StreamServer.path(pod, "log", query)))
        .build();
  }

  private HttpResponse<String> get(String pod, String query) throws Exception {
    return http.send(request(pod, query), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void aLogIsText() throws Exception {
    var answer = get("web", "");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain");
    assertThat(answer.body()).isEqualTo("a line\n");
    assertThat(server.agent.calls.take()).isEqualTo("logs default/web/app");
  }

  @Test
  void everyParameterArrives() throws Exception {
    server.agent.onLogs(
        (query, out) -> out.write(query.toString().getBytes(StandardCharsets.UTF_8)));
    assertThat(
            get(
                    "web",
                    "previous=true&timestamps=true&tailLines=5&limitBytes=9"
                        + "&sinceTime=2026-01-02T03:04:05%2B01:00")
                .body())
        .isEqualTo(
            "LogQuery[follow=false, previous=true, timestamps=true,"
                + " since=Optional[2026-01-02T02:04:05Z], tailLines=OptionalInt[5],"
                + " limitBytes=OptionalLong[9], stream=All]");
    assertThat(get("web", "stream=Stderr").body()).contains("stream=Stderr");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tailLines=-1|422|tailLines: Invalid value: -1: must be greater than or equal to 0",
        "limitBytes=0|422|limitBytes: Invalid value: 0: must be greater than 0",
        "sinceSeconds=0|422|sinceSeconds: Invalid value: 0: must be greater than 0",
        "sinceSeconds=1&sinceTime=2026-01-02T03:04:05Z|422|at most one of `sinceTime` or",
        "stream=Other|422|stream: Unsupported value: \"Other\": supported values:",
        "tailLines=1&stream=Stdout|422|mutually exclusive",
        "tailLines=x|400|strconv.ParseInt: parsing \"x\": invalid syntax",
        "sinceTime=x|400|parsing time \"x\" as",
        "container=other|400|container other is not valid for pod web",
      })
  void nonsenseIsRefused(String query, int status, String message) throws Exception {
    var answer = get("web", query);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains(message);
  }

  @Test
  void aContainerMustBeChosenAmongSeveral() throws Exception {
    assertThat(get("pair", "").body())
        .isEqualTo(
            "a container name must be specified for pod pair, choose one of: [app sidecar]"
                + " or one of the init containers: [setup]");
    assertThat(get("pair", "container=setup").statusCode()).isEqualTo(200);
  }

  @Test
  void aPodOnNoNodeHasSaidNothing() throws Exception {
    assertThat(get("pending", "").statusCode()).isEqualTo(204);
  }

  @Test
  void refusalsOfTheNodeAreTheAnswer() throws Exception {
    server.agent.onLogs(
        (_, _) -> {
          throw StatusException.badRequest(
              "container \"app\" in pod \"web\" is waiting to start: ContainerCreating");
        });
    var answer = get("web", "");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).endsWith("is waiting to start: ContainerCreating");
  }

  @Test
  void followedLinesComeAtOnceAndTheClientMayLeave() throws Exception {
    server.agent.onLogs(
        (query, out) -> {
          assertThat(query.follow()).isTrue();
          for (int i = 0; ; i++) {
            out.write(("line " + i + "\n").getBytes(StandardCharsets.UTF_8));
            Thread.sleep(20);
          }
        });
    HttpResponse<InputStream> answer =
        http.send(request("web", "follow=true"), HttpResponse.BodyHandlers.ofInputStream());
    assertThat(answer.body().readNBytes(14)).asString().isEqualTo("line 0\nline 1\n");
    answer.body().close();
    assertThat(server.agent.interrupted.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aLogComesOverAWebSocketToo() throws Exception {
    var listener = new WebSocketListener();
    var uri = URI.create("ws://localhost:" + server.port() + StreamServer.path("web", "log", ""));
    http.newWebSocketBuilder().subprotocols("binary.k8s.io").buildAsync(uri, listener).join();
    assertThat(listener.messages.take()).asString().isEqualTo("a line\n");
    assertThat(listener.closed.get()).isEqualTo(1000);
    var text = new WebSocketListener();
    http.newWebSocketBuilder().subprotocols("base64.binary.k8s.io").buildAsync(uri, text).join();
    assertThat(text.texts.take()).isEqualTo("YSBsaW5lCg==");
  }

  @Test
  void aSilentLogOverAWebSocketEndsWhenTheClientLeaves() throws Exception {
    server.agent.onLogs(
        (_, out) -> {
          out.flush();
          Thread.sleep(30_000);
        });
    var uri =
        URI.create("ws://localhost:" + server.port() + StreamServer.path("web", "log", "follow=1"));
    http.newWebSocketBuilder().buildAsync(uri, new WebSocketListener()).join().abort();
    assertThat(server.agent.interrupted.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aFailureWithinALogCutsItShort() throws Exception {
    server.agent.onLogs(
        (_, out) -> {
          out.write(new byte[10]);
          out.flush();
          throw new IOException("disk");
        });
    HttpResponse<InputStream> answer =
        http.send(request("web", ""), HttpResponse.BodyHandlers.ofInputStream());
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> answer.body().readAllBytes())
        .isInstanceOf(IOException.class);
  }
}
