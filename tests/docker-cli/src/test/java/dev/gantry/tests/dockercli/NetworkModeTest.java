package dev.gantry.tests.dockercli;

import static dev.gantry.tests.harness.TestHost.ADDRESS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The networks `bridge`, `host` and `none`, and networks shared with another container.
class NetworkModeTest extends CliTest {
  @Test
  void bridgeGivesAnAddressAGatewayAndADevice() {
    runIdle("idle");
    var settings =
        Arguments.words(
            inspect(
                "idle",
                "{{with .NetworkSettings.Networks.bridge}}{{.IPAddress}}"
                    + " {{.IPPrefixLen}} {{.Gateway}} {{.MacAddress}}{{end}}"));
    assertThat(settings[0]).matches("172\\.30\\.0\\.\\d+").isNotEqualTo("172.30.0.1");
    assertThat(settings[1]).isEqualTo("24");
    assertThat(settings[2]).isEqualTo("172.30.0.1");
    assertThat(cli.run("exec", "idle", "ip", "-4", "-o", "address", "show", "eth0").stdout())
        .contains(settings[0] + "/24");
    assertThat(cli.run("exec", "idle", "ip", "link", "show", "eth0").stdout())
        .contains(settings[3]);
    assertThat(cli.run("exec", "idle", "ip", "route").stdout())
        .contains("default via 172.30.0.1 dev eth0");
    assertThat(cli.run("exec", "idle", "ping", "-c", "1", "-W", "2", "172.30.0.1").exitCode())
        .isZero();
  }

  @Test
  void noTwoContainersHaveTheSameAddress() {
    var addresses =
        IntStream.range(0, 5)
            .mapToObj(i -> "c" + i + "x")
            .map(
                name -> {
                  runIdle(name);
                  return inspect(name, "{{.NetworkSettings.Networks.bridge.IPAddress}}");
                })
            .toList();
    assertThat(addresses).doesNotHaveDuplicates();
  }

  @Test
  void noneHasOnlyLoopback() {
    var outcome = runToEnd("--network", "none", "busybox", "ip", "-o", "link");
    assertThat(outcome.lines()).hasSize(1).allMatch(line -> line.contains("lo:"));
    assertThat(runToEnd("--network", "none", "busybox", "ping", "-c", "1", "127.0.0.1").exitCode())
        .isZero();
  }

  @Test
  void hostIsTheNetworkOfTheHost() {
    assertThat(runToEnd("--network", "host", "busybox", "ip", "address").stdout())
        .contains(ADDRESS);
    assertThat(runToEnd("--network", "host", "busybox", "hostname").text())
        .isEqualTo(engine.host().run("hostname").text());
  }

  @Test
  void anotherContainersNetworkIsShared() {
    runInBackground("--name", "first", "--hostname", "first", "busybox", "sh", "-c", IDLE);
    var address = inspect("first", "{{.NetworkSettings.Networks.bridge.IPAddress}}");
    assertThat(runToEnd("--network", "container:first", "busybox", "ip", "address").stdout())
        .contains(address);
    assertThat(runToEnd("--network", "container:first", "busybox", "hostname").text())
        .isEqualTo("first");
    var both = runToEnd("--network", "container:first", "-p", "80:80", "busybox", "true");
    assertThat(both.exitCode()).isEqualTo(125);
    assertThat(both.stderr()).contains("conflicting options");
    assertThat(runToEnd("--network", "container:missing", "busybox", "true").stderr())
        .contains("No such container: missing");
  }

  @Test
  void theNetworkOfAStoppedContainerCannotBeShared() {
    var id = cli.run("create", "--name", "still", "busybox", "true").text();
    var outcome = runToEnd("--network", "container:still", "busybox", "true");
    assertThat(outcome.exitCode()).isEqualTo(125);
    assertThat(outcome.stderr()).contains("cannot join network of a non running container: " + id);
    assertThat(cli.run("ps", "-aq").lines()).hasSize(1);
  }

  @Test
  void hostsNamesTheContainer() {
    var id = runInBackground("--name", "named", "busybox", "cat", "/etc/hosts");
    cli.run("wait", "named");
    assertThat(cli.run("logs", "named").stdout())
        .contains("127.0.0.1\tlocalhost\n")
        .contains("::1\tlocalhost ip6-localhost ip6-loopback\n")
        .containsPattern("172\\.30\\.0\\.\\d+\t" + id.substring(0, 12) + "\n");
  }
}
