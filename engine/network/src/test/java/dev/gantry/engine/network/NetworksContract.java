package dev.gantry.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.gantry.platform.errors.AlreadyExistsException;
import dev.gantry.platform.errors.ConflictException;
import dev.gantry.platform.errors.FailedPreconditionException;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.errors.NotFoundException;
import dev.gantry.platform.linux.MacAddress;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// What every implementation of [Networks] promises, as far as it shows without sending
/// packets.
public abstract class NetworksContract {
  private static final SandboxId WEB = new SandboxId("web");
  private static final SandboxId DB = new SandboxId("db");

  /// The networks under test: fresh for each test, the same within one.
  protected abstract Networks networks();

  private NetworkId bridge() {
    return networks().get("bridge").id();
  }

  private EndpointRequest request(SandboxId sandbox, String... hostPorts) {
    var ports =
        List.of(hostPorts).stream()
            .map(port -> PortMapping.parse(ContainerPort.parse("80"), "", port))
            .toList();
    return EndpointRequest.of(sandbox, bridge(), sandbox.value()).withPorts(ports);
  }

  private Endpoint start(SandboxId sandbox, String... hostPorts) {
    networks().createSandbox(sandbox);
    return networks().connect(request(sandbox, hostPorts));
  }

  private static String ip(Endpoint endpoint) {
    return endpoint.link().orElseThrow().address().ip().getHostAddress();
  }

  @Test
  void threeNetworksAreThereFromTheStart() {
    assertThat(networks().list())
        .extracting(Network::name, Network::driver)
        .containsExactlyInAnyOrder(
            tuple("bridge", NetworkDriver.BRIDGE),
            tuple("host", NetworkDriver.HOST),
            tuple("none", NetworkDriver.NONE));
  }

  @Test
  void networksAreFoundByNameIdAndBeginningOfId() {
    var bridge = networks().get("bridge");
    assertThat(networks().find("bridge")).contains(bridge);
    assertThat(networks().find(bridge.id().value())).contains(bridge);
    assertThat(networks().find(bridge.id().value().substring(0, 12))).contains(bridge);
    assertThat(networks().find("")).isEmpty();
    assertThat(networks().find("nowhere")).isEmpty();
    assertThatThrownBy(() -> networks().get("nowhere"))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("network nowhere not found");
  }

  @Test
  void creatingASandboxTwiceGivesTheSame() {
    assertThat(networks().findSandbox(WEB)).isEmpty();
    var path = networks().createSandbox(WEB);
    assertThat(networks().createSandbox(WEB)).isEqualTo(path);
    assertThat(networks().findSandbox(WEB)).contains(path);
  }

  @Test
  void anEndpointGetsTheLowestFreeAddressAndWhatFollowsFromIt() {
    var link = start(WEB).link().orElseThrow();
    assertThat(link.address()).hasToString("172.17.0.2/16");
    assertThat(link.gateway()).contains((Inet4Address) InetAddress.ofLiteral("172.17.0.1"));
    assertThat(link.mac()).hasToString("02:42:ac:11:00:02");
    assertThat(link.interfaceName()).isEqualTo("eth0");

    assertThat(ip(start(DB))).isEqualTo("172.17.0.3");
    networks().releaseSandbox(WEB);
    assertThat(ip(start(WEB))).isEqualTo("172.17.0.2");
  }

  @Test
  void wishesAreGranted() {
    networks().createSandbox(WEB);
    var endpoint = networks().connect(wish("172.17.5.5"));
    assertThat(ip(endpoint)).isEqualTo("172.17.5.5");
    assertThat(endpoint.link().orElseThrow().mac()).hasToString("02:00:00:00:00:01");
    assertThat(endpoint.aliases()).containsExactly("alias");
    assertThat(endpoint.name()).isEqualTo("web");
    assertThat(networks().endpoints(bridge())).containsExactly(endpoint);
    assertThat(networks().endpoints(WEB)).containsExactly(endpoint);
  }

  private EndpointRequest wish(String address) {
    return new EndpointRequest(
        WEB,
        bridge(),
        "web",
        Optional.of((Inet4Address) InetAddress.ofLiteral(address)),
        Optional.of(MacAddress.parse("02:00:00:00:00:01")),
        List.of("alias"),
        List.of(),
        Set.of(),
        false);
  }

  @Test
  void anAddressInUseOrOutOfPlaceIsRefusedAndNothingRemains() {
    start(DB);
    networks().createSandbox(WEB);
    assertThatThrownBy(() -> networks().connect(wish("172.17.0.2")))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("Address already in use");
    assertThatThrownBy(() -> networks().connect(wish("10.0.0.2")))
        .isInstanceOf(InvalidArgumentException.class);
    assertThat(networks().endpoints(WEB)).isEmpty();
  }

  @Test
  void connectingTwiceIsRefused() {
    start(WEB);
    assertThatThrownBy(() -> networks().connect(request(WEB)))
        .isInstanceOf(AlreadyExistsException.class)
        .hasMessage("endpoint with name web already exists in network bridge");
  }

  @Test
  void aBridgeNeedsASandboxAndHostDoesNot() {
    assertThatThrownBy(() -> networks().connect(request(WEB)))
        .isInstanceOf(FailedPreconditionException.class)
        .hasMessage("no network namespace for sandbox web");
    var host = networks().get("host").id();
    assertThat(networks().connect(EndpointRequest.of(WEB, host, "web")).link()).isEmpty();
  }

  @Test
  void hostPortsAreGivenOnceAndFreedAgain() {
    var endpoint = start(WEB, "8080");
    assertThat(endpoint.ports().getFirst())
        .isEqualTo(
            new PublishedPort(ContainerPort.parse("80"), InetAddress.ofLiteral("0.0.0.0"), 8080));
    networks().createSandbox(DB);
    assertThatThrownBy(() -> networks().connect(request(DB, "9090", "8080")))
        .isInstanceOf(ConflictException.class)
        .hasMessageMatching(
            "driver failed programming external connectivity on endpoint db \\([0-9a-f]{64}\\):"
                + " Bind for 0\\.0\\.0\\.0:8080 failed: port is already allocated");

    networks().disconnect(WEB, bridge());
    networks().disconnect(WEB, bridge());
    assertThat(networks().endpoints(WEB)).isEmpty();
    var second = networks().connect(request(DB, "9090", "8080"));
    assertThat(ip(second)).isEqualTo("172.17.0.2");
  }

  @Test
  void rangesAndFreeChoiceGiveDifferentPorts() {
    assertThat(start(WEB, "8000-8001").ports().getFirst().hostPort()).isEqualTo(8000);
    assertThat(start(DB, "8000-8001").ports().getFirst().hostPort()).isEqualTo(8001);
    int first = start(new SandboxId("any1"), "").ports().getFirst().hostPort();
    int second = start(new SandboxId("any2"), "").ports().getFirst().hostPort();
    assertThat(first).isGreaterThanOrEqualTo(32768).isNotEqualTo(second);
  }

  @Test
  void publishAllPublishesWhatIsExposedAndNotMapped() {
    networks().createSandbox(WEB);
    var request =
        new EndpointRequest(
            WEB,
            bridge(),
            "web",
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(PortMapping.parse(ContainerPort.parse("80"), "127.0.0.1", "8080")),
            Set.of(ContainerPort.parse("80"), ContainerPort.parse("53/udp")),
            true);
    assertThat(networks().connect(request).ports())
        .extracting(port -> port.containerPort().toString())
        .containsExactly("80/tcp", "53/udp");
  }

  @Test
  void releasingForgetsEverythingAndMayBeRepeated() {
    start(WEB, "8080");
    networks().releaseSandbox(WEB);
    networks().releaseSandbox(WEB);
    assertThat(networks().endpoints(WEB)).isEmpty();
    assertThat(networks().endpoints(bridge())).isEmpty();
    assertThat(networks().findSandbox(WEB)).isEmpty();
    assertThat(networks().check()).isEmpty();
  }

  @Test
  void reconcilingReleasesAllButTheLiving() {
    var alive = start(WEB);
    start(DB);
    networks().createSandbox(new SandboxId("empty"));
    networks().reconcile(Set.of(WEB));
    assertThat(networks().endpoints(bridge())).containsExactly(alive);
    assertThat(networks().findSandbox(DB)).isEmpty();
    assertThat(networks().findSandbox(new SandboxId("empty"))).isEmpty();
    assertThat(networks().check()).isEmpty();
  }

  @Test
  void manyAtOnceGetDifferentAddressesAndPorts() {
    Set<Endpoint> started = ConcurrentHashMap.newKeySet();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        var sandbox = new SandboxId("parallel-" + i);
        threads.execute(() -> started.add(start(sandbox, "")));
      }
    }
    assertThat(started).hasSize(20);
    Set<String> addresses = new HashSet<>();
    Set<Integer> ports = new HashSet<>();
    for (Endpoint endpoint : started) {
      addresses.add(ip(endpoint));
      ports.add(endpoint.ports().getFirst().hostPort());
    }
    assertThat(addresses).hasSize(20);
    assertThat(ports).hasSize(20);
    assertThat(networks().check()).isEmpty();
  }
}
