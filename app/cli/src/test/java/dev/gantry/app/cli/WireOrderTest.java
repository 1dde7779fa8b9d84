package dev.gantry.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// In which order requests go out. An engine depends on it: attach must come before start or
/// output is lost, wait before start or the status is.
class WireOrderTest {
  private static final String ID = "0123456789ab".repeat(5) + "cdef";

  @TempDir Path directory;

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private int run(String... arguments) throws IOException {
    Path socket = directory.resolve("s");
    try (PretendedEngine _ = PretendedEngine.open(socket, requests::add)) {
      PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
      return new Gantry(
              List.of(arguments),
              Map.of("GANTRY_HOST", "unix://" + socket, "DOCKER_CONFIG", directory.toString()),
              InputStream.nullInputStream(),
              stream,
              stream,
              new Clients.NoTerminal())
          .run();
    }
  }

  @Test
  void runCreatesAttachesWaitsAndStarts() throws IOException {
    assertThat(run("run", "--rm", "-i", "--name", "a", "busybox")).isZero();
    assertThat(requests)
        .containsExactly(
            "HEAD /_ping",
            "POST /v1.50/containers/create?name=a",
            "POST /v1.50/containers/" + ID + "/attach?stderr=1&stdin=1&stdout=1&stream=1",
            "POST /v1.50/containers/" + ID + "/wait?condition=removed",
            "POST /v1.50/containers/" + ID + "/start");
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("x\n");
  }

  @Test
  void detachedRunOnlyCreatesAndStarts() throws IOException {
    assertThat(run("run", "-d", "busybox")).isZero();
    assertThat(requests)
        .containsExactly(
            "HEAD /_ping",
            "POST /v1.50/containers/create",
            "POST /v1.50/containers/" + ID + "/start");
  }

  @Test
  void attachWaitsBeforeItAttaches() throws IOException {
    assertThat(run("attach", "web")).isZero();
    assertThat(requests)
        .containsExactly(
            "HEAD /_ping",
            "POST /v1.50/containers/web/wait",
            "GET /v1.50/containers/web/json",
            "POST /v1.50/containers/web/attach?stderr=1&stdout=1&stream=1",
            "GET /v1.50/containers/web/json");
  }

  @Test
  void execAsksForTheStatusAtTheEnd() throws IOException {
    assertThat(run("exec", "web", "true")).isZero();
    assertThat(requests)
        .containsExactly(
            "HEAD /_ping",
            "GET /v1.50/containers/web/json",
            "POST /v1.50/containers/web/exec",
            "POST /v1.50/exec/" + ID + "/start",
            "GET /v1.50/exec/" + ID + "/json");
  }
}
