package dev.gantry.kube.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.kube.apiserver.StreamServer.Spdy;
import dev.gantry.kube.objects.StatusException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SpdyProcessTest {
  private final StreamServer server = new StreamServer();

  @AfterEach
  void close() {
    server.close();
  }

  private Spdy exec(String query, String... protocols) throws IOException {
    return server
    .new Spdy("POST", StreamServer.path("web", "exec", "command=run&" + query), protocols);
  }

  private static void say(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void stdinComesBackAndEndsByItself() throws Exception {
    byte[] data = new byte[500_000];
    new Random(1).nextBytes(data);
    try (var spdy = exec("stdin=1&stdout=1", "v5.channel.k8s.io", "v4.channel.k8s.io")) {
      assertThat(spdy.head)
          .startsWith("HTTP/1.1 101 ")
          .contains("X-Stream-Protocol-Version: v5.channel.k8s.io")
          .contains("Upgrade: SPDY/3.1");
      var error = spdy.open("streamType", "error");
      var stdin = spdy.open("streamType", "stdin");
      var stdout = spdy.open("streamType", "stdout");
      var sending =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      stdin.write(data);
                      stdin.finish();
                    } catch (IOException e) {
                      throw new IllegalStateException(e);
                    }
                  });
      assertThat(stdout.readAll()).isEqualTo(data);
      sending.join();
      assertThat(error.readAll()).asString().isEqualTo("{\"metadata\":{},\"status\":\"Success\"}");
      assertThat(spdy.client().goAway.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(server.agent.calls.take()).isEqualTo("exec default/web/app [run]");
    }
  }

  @Test
  void anExitCodeIsTheCauseOfAFailure() throws Exception {
    server.agent.onExec(
        (_, streams) -> {
          say(streams.stdout().orElseThrow(), "out");
          say(streams.stderr().orElseThrow(), "err");
          return 7;
        });
    try (var spdy = exec("stdout=true&stderr=true", "v4.channel.k8s.io")) {
      var error = spdy.open("streamType", "error");
      var stdout = spdy.open("streamType", "stdout");
      var stderr = spdy.open("streamType", "stderr");
      assertThat(stdout.readAll()).asString().isEqualTo("out");
      assertThat(stderr.readAll()).asString().isEqualTo("err");
      assertThat(error.readAll())
          .asString()
          .contains("\"reason\":\"NonZeroExitCode\"")
          .contains("{\"reason\":\"ExitCode\",\"message\":\"7\"}");
    }
  }

  @Test
  void olderProtocolsGetTheirFailureAsText() throws Exception {
    server.agent.onExec((_, _) -> 7);
    try (var spdy = exec("stdout=1")) {
      assertThat(spdy.head).doesNotContain("X-Stream-Protocol-Version");
      var error = spdy.open("streamType", "error");
      spdy.open("streamType", "stdout");
      assertThat(error.readAll()).asString().contains("exit code 7").doesNotContain("{");
    }
  }

  @Test
  void refusalsAndFailuresOfTheNodeAreTold() throws Exception {
    server.agent.onExec(
        (_, _) -> {
          throw StatusException.badRequest("container not found (\"app\")");
        });
    try (var spdy = exec("stdout=1", "v4.channel.k8s.io")) {
      var error = spdy.open("streamType", "error");
      spdy.open("streamType", "stdout");
      assertThat(error.readAll())
          .asString()
          .contains("\"message\":\"container not found (\\\"app\\\")\"")
          .contains("\"reason\":\"BadRequest\"");
    }
    server.agent.onExec(
        (_, _) -> {
          throw new IOException("broken");
        });
    try (var spdy = exec("stdout=1", "v4.channel.k8s.io")) {
      var error = spdy.open("streamType", "error");
      spdy.open("streamType", "stdout");
      assertThat(error.readAll())
          .asString()
          .contains("Internal error occurred: error executing command in container: broken");
    }
  }

  @Test
  void aTerminalHasSizesAndOneOutput() throws Exception {
    server.agent.onExec(
        (_, streams) -> {
          assertThat(streams.terminal()).isTrue();
          assertThat(streams.stderr()).isEmpty();
          var sizes = streams.resizes().orElseThrow();
          var first = sizes.take().orElseThrow();
          var second = sizes.take().orElseThrow();
          say(streams.stdout().orElseThrow(), first.columns() + "x" + second.rows());
          return sizes.take().isPresent() ? 1 : 0;
        });
    try (var spdy = exec("stdout=1&stderr=1&tty=1", "v4.channel.k8s.io")) {
      var error = spdy.open("streamType", "error");
      var stdout = spdy.open("streamType", "stdout");
      var resize = spdy.open("streamType", "resize");
      resize.write("{\"Width\":80,\"Height\":24}\n{\"Wid".getBytes(StandardCharsets.UTF_8));
      resize.write("th\":81,\"Height\":25}\n".getBytes(StandardCharsets.UTF_8));
      resize.finish();
      assertThat(stdout.readAll()).asString().isEqualTo("80x25");
      assertThat(error.readAll()).asString().contains("Success");
    }
  }

  @Test
  void aClientThatLeavesInterruptsTheWork() throws Exception {
    try (var spdy =
        server
        .new Spdy("POST", StreamServer.path("web", "attach", "stdout=1"), "v4.channel.k8s.io")) {
      spdy.open("streamType", "error");
      spdy.open("streamType", "stdout");
      assertThat(server.agent.calls.take()).isEqualTo("attach default/web/app");
    }
    assertThat(server.agent.interrupted.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void protocolsNobodyKnowsAreRefused() throws Exception {
    try (var spdy = exec("stdout=1", "v9.channel.k8s.io")) {
      assertThat(spdy.head)
          .startsWith("HTTP/1.1 403 ")
          .contains("X-Accepted-Stream-Protocol-Versions: v5.channel.k8s.io");
    }
  }

  @Test
  void requestsThatMakeNoSenseAreRefusedBeforeTheUpgrade() throws Exception {
    try (var spdy = exec("tty=1", "v4.channel.k8s.io")) {
      assertThat(spdy.head).startsWith("HTTP/1.1 400 ");
    }
    try (var spdy =
        server
        .new Spdy("POST", StreamServer.path("web", "exec", "stdout=1"), "v4.channel.k8s.io")) {
      assertThat(spdy.head).startsWith("HTTP/1.1 400 ");
    }
    try (var spdy =
        server
        .new Spdy(
            "POST", StreamServer.path("gone", "exec", "stdout=1&command=a"), "v4.channel.k8s.io")) {
      assertThat(spdy.head).startsWith("HTTP/1.1 404 ");
    }
  }
}
