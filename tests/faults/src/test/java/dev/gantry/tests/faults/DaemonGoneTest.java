package dev.gantry.tests.faults;

import static dev.gantry.platform.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Containers do not notice that their daemon is gone, and the next daemon knows all about them.
class DaemonGoneTest extends FaultTest {
  private static final Pattern LINE = Pattern.compile("line (\\d+) x*");

  /// A server that answers each connection with what it is sent, as long as it lasts.
  private static final String ECHO_SERVER = "nc -ll -p 7 -e cat & httpd -f -p 80 -h /etc";

  @Test
  void aKilledDaemonDropsNoConnection() {
    run("--name", "web", "-p", "8080:80", "-p", "7000:7", ECHO_SERVER);
    run("--name", "dies", "sleep 3; exit 42");
    eventually(() -> assertThat(echo("hello\n")).isEqualTo("hello\n"));
    try (var connection = engine.host().start("busybox", "nc", "127.0.0.1", "7000")) {
      connection.type("before\n");
      connection.stdout().await("before");

      engine.kill();
      connection.type("without\n");
      connection.stdout().await("without");
      assertThat(engine.host().fetch("http://127.0.0.1:8080/passwd").orThrow().stdout())
          .contains("nobody");
      assertThat(engine.host().fetchFromNeighbour("http://10.213.0.1:8080/passwd").stdout())
          .contains("nobody");

      engine.start();
      connection.type("after\n");
      connection.stdout().await("before\nwithout\nafter\n");
      assertThat(connection.isAlive()).isTrue();
    }
    assertThat(engine.host().fetch("http://127.0.0.1:8080/passwd").stdout()).contains("nobody");
    assertThat(docker.run("ps", "--format", "{{.Names}} {{.Ports}}").stdout())
        .contains("web 0.0.0.0:7000->7/tcp");
    assertThat(exitCode("dies")).isEqualTo(42);
    docker.run("stop", "-t", "0", "web");
    assertThat(inspect("web", "{{.State.Status}} {{.State.ExitCode}}")).isEqualTo("exited 137");
  }

  private String echo(String text) {
    var host = engine.host();
    return host.run("sh", "-c", "printf '%s' | busybox nc 127.0.0.1 7000".formatted(text)).stdout();
  }

  @Test
  void exitCodesOfContainersThatEndWithoutADaemonAreKept() {
    var codes = List.of(0, 1, 42, 255);
    var processes = new ArrayList<ProcessHandle>();
    for (int code : codes) {
      run("--name", "ends" + code, IDLE.replace("exit 0", "exit " + code));
      processes.add(process("ends" + code));
    }
    run("--name", "killed", IDLE);
    var killed = process("killed");
    run("--name", "passing", "--rm", IDLE);
    processes.add(process("passing"));

    engine.kill();
    processes.forEach(ProcessHandle::destroy);
    killed.destroyForcibly();
    processes.forEach(DaemonGoneTest::awaitEnd);
    awaitEnd(killed);
    engine.start();
    for (int code : codes) {
      assertThat(exitCode("ends" + code)).isEqualTo(code);
    }
    assertThat(exitCode("killed")).isEqualTo(137);
    eventually(
        () ->
            assertThat(docker.run("ps", "-a", "--format", "{{.Names}}").lines())
                .doesNotContain("passing"));
  }

  @Test
  void aTerminatedDaemonLeavesContainersAlone() {
    var before = new HashMap<String, String>();
    for (int i = 0; i < Chance.times(5, 50); i++) {
      before.put(run("-p", "80", IDLE), "");
    }
    before.replaceAll((id, _) -> identity(id));
    engine.terminate();
    assertThat(before.values()).allMatch(identity -> isAlive(identity));
    engine.start();
    var after = new HashMap<>(before);
    after.replaceAll((id, _) -> identity(id));
    assertThat(after).isEqualTo(before);
    for (var id : before.keySet()) {
      docker.run("stop", id);
      assertThat(inspect(id, "{{.State.ExitCode}}")).isEqualTo("0");
    }
  }

  private String identity(String id) {
    return inspect(
        id,
        "{{.State.Pid}} {{.State.StartedAt}} {{.RestartCount}} {{json .NetworkSettings.Ports}}");
  }

  private static boolean isAlive(String identity) {
    return ProcessHandle.of(Long.parseLong(identity.split(" ", 2)[0])).isPresent();
  }

  private static void awaitEnd(ProcessHandle process) {
    eventually(() -> assertThat(process.isAlive()).isFalse());
  }

  /// The number in the last complete line of a log on disk.
  private static long lastLine(Path log) throws IOException {
    var matcher = LINE.matcher(Files.readString(log));
    return matcher.results().map(found -> Long.parseLong(found.group(1))).reduce(0L, Math::max);
  }

  @Test
  void noLineOfTheLogIsLostWhileTheDaemonIsDown() throws IOException, InterruptedException {
    // 500 lines of 100 bytes in a second, by the container's own clock.
    run(
        "--name",
        "talks",
        """
        i=0; x=$(printf 'x%.0s' $(seq 90)); trap 'echo last; exit 0' TERM
        while :; do
          j=0; while [ $j -lt 50 ]; do i=$((i+1)); j=$((j+1)); echo "line $i $x"; done
          usleep 100000
        done""");
    awaitLog("talks", "line 50 ");
    var log = Path.of(inspect("talks", "{{.LogPath}}"));
    engine.kill();
    long written = lastLine(log);
    Thread.sleep(Duration.ofSeconds(Chance.times(3, 60)));
    long writtenAlone = lastLine(log) - written;
    engine.start();
    awaitLog("talks", "line " + (lastLine(log) + 100) + " ");
    docker.run("stop", "talks");
    var lines = docker.run("logs", "talks").lines();
    for (int i = 0; i < lines.size() - 1; i++) {
      var matcher = LINE.matcher(lines.get(i));
      assertThat(matcher.matches()).as(lines.get(i)).isTrue();
      assertThat(matcher.group(1)).isEqualTo(String.valueOf(i + 1));
    }
    assertThat(lines.getLast()).isEqualTo("last");
    // Half the speed it wants to have: the machine may be busy, the container may not stand.
    assertThat(writtenAlone).isGreaterThan(Chance.times(3, 60) * 250L);
  }
}
