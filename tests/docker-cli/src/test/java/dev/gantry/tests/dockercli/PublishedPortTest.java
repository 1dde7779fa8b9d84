package dev.gantry.tests.dockercli;

import static dev.gantry.tests.harness.TestHost.ADDRESS;
import static dev.gantry.tests.harness.TestHost.NEIGHBOUR_ADDRESS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.tests.harness.Commands;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Ports published with `-p` and `-P`, reached from the host, from its LAN and from containers.
class PublishedPortTest extends EngineTest {
  /// Serves one page, the name of the container, on port 80.
  private static final String SERVE =
      "mkdir /www; hostname >/www/index.html; exec httpd -f -p 80 -h /www";

  private void serve(String name, String... flags) {
    runInBackground(
        Arguments.prepend(
            Arguments.append(flags, "busybox", "sh", "-c", SERVE),
            "--name",
            name,
            "--hostname",
            name));
    cli.run("exec", name, "sh", "-c", "until wget -qO- 127.0.0.1:80; do sleep 0.02; done");
  }

  private String fetch(String url) {
    return engine.host().fetch(url).text();
  }

  private String fetchFromNeighbour(String url) {
    return engine.host().fetchFromNeighbour(url).text();
  }

  private String address(String container) {
    return inspect(container, "{{.NetworkSettings.Networks.bridge.IPAddress}}");
  }

  @Test
  void aPublishedPortIsReachedFromEverywhere() {
    serve("web", "-p", "8080:80");
    assertThat(fetch("http://127.0.0.1:8080/")).isEqualTo("web");
    assertThat(fetch("http://" + ADDRESS + ":8080/")).isEqualTo("web");
    assertThat(fetchFromNeighbour("http://" + ADDRESS + ":8080/")).isEqualTo("web");
    var viaHost = runToEnd("busybox", "wget", "-qO-", "http://" + ADDRESS + ":8080/");
    assertThat(viaHost.text()).isEqualTo("web");
    var direct = runToEnd("busybox", "wget", "-qO-", "http://" + address("web") + "/");
    assertThat(direct.text()).isEqualTo("web");
  }

  @Test
  void aContainerReachesItselfThroughItsPublishedPort() {
    serve("web", "-p", "8080:80");
    assertThat(cli.run("exec", "web", "wget", "-qO-", "http://" + ADDRESS + ":8080/").text())
        .isEqualTo("web");
  }

  @Test
  void aPortOfLoopbackStaysThere() {
    serve("web", "-p", "127.0.0.1:8080:80");
    assertThat(fetch("http://127.0.0.1:8080/")).isEqualTo("web");
    assertThat(engine.host().fetchFromNeighbour("http://" + ADDRESS + ":8080/").succeeded())
        .isFalse();
  }

  @Test
  void aPortOfOneAddressAnswersThereOnly() {
    serve("web", "-p", ADDRESS + ":8080:80");
    assertThat(fetchFromNeighbour("http://" + ADDRESS + ":8080/")).isEqualTo("web");
    assertThat(engine.host().fetch("http://127.0.0.1:8080/").succeeded()).isFalse();
  }

  @Test
  void portShowsTheMapping() {
    serve("web", "-p", "127.0.0.1:8080:80", "-p", "127.0.0.1:5300:53/udp");
    assertThat(cli.run("port", "web").lines())
        .containsExactlyInAnyOrder("80/tcp -> 127.0.0.1:8080", "53/udp -> 127.0.0.1:5300");
    assertThat(cli.run("port", "web", "80").text()).isEqualTo("127.0.0.1:8080");
    assertThat(cli.run("port", "web", "53/udp").text()).isEqualTo("127.0.0.1:5300");
    var missing = cli.attempt("port", "web", "81");
    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.stderr()).containsIgnoringCase("no public port '81' published for web");
  }

  @Test
  void aFreePortIsFoundWhenNoneIsNamed() {
    serve("web", "-p", "127.0.0.1::80");
    var port = cli.run("port", "web", "80").text();
    assertThat(fetch("http://" + port + "/")).isEqualTo("web");
    serve("other", "-p", "127.0.0.1::80");
    assertThat(cli.run("port", "other", "80").text()).isNotEqualTo(port);
  }

  @Test
  void publishAllTakesEveryExposedPort() {
    serve("web", "-P", "--expose", "80", "--expose", "90-91/udp");
    var ports = cli.run("port", "web").lines();
    assertThat(ports)
        .anyMatch(line -> line.startsWith("80/tcp -> 0.0.0.0:"))
        .anyMatch(line -> line.startsWith("90/udp -> "))
        .anyMatch(line -> line.startsWith("91/udp -> "));
    var tcp =
        ports.stream().filter(l -> l.startsWith("80/tcp -> 0.0.0.0:")).findFirst().orElseThrow();
    assertThat(fetch("http://127.0.0.1:" + tcp.replaceAll(".*:", "") + "/")).isEqualTo("web");
  }

  @Test
  void rangesArePublishedPortByPort() {
    serve("web", "-p", "127.0.0.1:8079-8081:79-81");
    assertThat(cli.run("port", "web").lines())
        .containsExactlyInAnyOrder(
            "79/tcp -> 127.0.0.1:8079", "80/tcp -> 127.0.0.1:8080", "81/tcp -> 127.0.0.1:8081");
    assertThat(fetch("http://127.0.0.1:8080/")).isEqualTo("web");
  }

  @Test
  void aRangeOfHostPortsGivesTheFirstFree() {
    serve("one", "-p", "127.0.0.1:8080-8082:80");
    serve("two", "-p", "127.0.0.1:8080-8082:80");
    var ports = List.of(cli.run("port", "one", "80").text(), cli.run("port", "two", "80").text());
    assertThat(ports).doesNotHaveDuplicates().allMatch(p -> p.matches("127.0.0.1:808[012]"));
  }

  @Test
  void datagramsGetThrough() {
    runInBackground("--name", "udp", "-p", "127.0.0.1:5300:53/udp", "busybox", "sh", "-c", IDLE);
    var server =
        "my $s = IO::Socket::INET->new(LocalPort => 53, Proto => 'udp') or die; $| = 1;"
            + " print qq(ready\\n); $s->recv(my $x, 99); $s->send(qq(got $x))";
    var client =
        "my $s = IO::Socket::INET->new(PeerAddr => '127.0.0.1:5300', Proto => 'udp') or die;"
            + " $s->send('ping'); $s->recv(my $x, 99); print $x";
    var pid = inspect("udp", "{{.State.Pid}}");
    try (var running =
        Commands.start(
            List.of("nsenter", "-t", pid, "-n", "perl", "-MIO::Socket::INET", "-e", server),
            Map.of())) {
      running.stdout().await("ready");
      assertThat(engine.host().run("perl", "-MIO::Socket::INET", "-e", client).text())
          .isEqualTo("got ping");
    }
  }

  @Test
  void aPortInUseIsRefusedAndFreeAgainAfterwards() {
    serve("web", "-p", "8080:80");
    var second = cli.attempt("run", "-d", "--name", "late", "-p", "8080:80", "busybox", "true");
    assertThat(second.exitCode()).isEqualTo(125);
    assertThat(second.stderr()).contains("Bind for 0.0.0.0:8080 failed: port is already allocated");
    assertThat(inspect("late", "{{.State.Status}} {{.State.Running}}")).isEqualTo("created false");
    cli.run("rm", "-f", "web");
    assertThat(cli.run("start", "late").text()).isEqualTo("late");
  }

  @Test
  void aPortThatAProgramOfTheHostHoldsIsRefused() {
    try (var program = engine.host().start("busybox", "httpd", "-f", "-p", "127.0.0.1:8085")) {
      engine.host().awaitListener(8085);
      var outcome = runToEnd("-p", "127.0.0.1:8085:80", "busybox", "true");
      assertThat(outcome.exitCode()).isEqualTo(125);
      assertThat(outcome.stderr()).contains("address already in use");
      assertThat(program.isAlive()).isTrue();
    }
    assertThat(cli.run("ps", "-aq").text()).isEmpty();
  }

  @Test
  void portsAreGoneWhileStoppedAndBackWhenStarted() {
    serve("web", "-p", "127.0.0.1:8080:80");
    cli.run("kill", "web");
    cli.run("wait", "web");
    assertThat(engine.host().fetch("http://127.0.0.1:8080/").succeeded()).isFalse();
    assertThat(cli.run("port", "web").text()).isEmpty();
    cli.run("start", "web");
    cli.run("exec", "web", "sh", "-c", "until wget -qO- 127.0.0.1:80; do sleep 0.02; done");
    assertThat(fetch("http://127.0.0.1:8080/")).isEqualTo("web");
  }

  @Test
  void containersReachTheOutside() {
    try (var server =
        engine
            .host()
            .startOnNeighbour("busybox", "nc", "-l", "-p", "9000", "-e", "echo", "outside")) {
      engine.host().awaitListenerOnNeighbour(9000);
      assertThat(server.isAlive()).isTrue();
      var outcome = runToEnd("busybox", "nc", "-w", "3", NEIGHBOUR_ADDRESS, "9000");
      assertThat(outcome.text()).isEqualTo("outside");
    }
  }
}
