package dev.gantry.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.platform.errors.AlreadyExistsException;
import dev.gantry.platform.errors.ConflictException;
import dev.gantry.platform.errors.FailedPreconditionException;
import dev.gantry.platform.errors.NotFoundException;
import dev.gantry.platform.linux.MacAddress;
import dev.gantry.platform.linux.Netlink;
import dev.gantry.platform.linux.NetworkLink;
import dev.gantry.platform.testkit.RequiresRoot;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RequiresRoot
class ConnectTest {
  @RegisterExtension final NetworkLab lab = new NetworkLab();

  @Test
  void threeNetworksAreThereFromTheStart() {
    assertThat(lab.networks().list())
        .extracting(Network::name)
        .containsExactlyInAnyOrder("bridge", "host", "none");
    var bridge = lab.networks().get("bridge");
    assertThat(bridge.bridge()).contains(NetworkLab.BRIDGE);
    assertThat(lab.networks().find(bridge.id().value())).contains(bridge);
    assertThat(lab.networks().find(bridge.id().value().substring(0, 12))).contains(bridge);
    assertThat(lab.networks().find("")).isEmpty();
    assertThatThrownBy(() -> lab.networks().get("nowhere"))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("network nowhere not found");
  }

  @Test
  void endpointsGetTheLowestFreeAddressAndWhatFollowsFromIt() {
    var first = lab.container();
    var second = lab.container();

    var link = first.endpoint().link().orElseThrow();
    assertThat(link.address()).hasToString("172.17.0.2/16");
    assertThat(link.gateway()).contains(NetworkLab.ip("172.17.0.1"));
    assertThat(link.mac()).hasToString("02:42:ac:11:00:02");
    assertThat(link.interfaceName()).isEqualTo("eth0");
    assertThat(second.ip()).isEqualTo("172.17.0.3");

    lab.networks().releaseSandbox(first.id());
    assertThat(lab.container().ip()).isEqualTo("172.17.0.2");
    assertThat(lab.container().ip()).isEqualTo("172.17.0.4");
    assertThat(lab.networks().check()).isEmpty();
  }

  @Test
  void everybodyReachesEverybodyElse() throws Exception {
    var first = lab.container();
    var second = lab.container();
    first.peer().serve(80);
    lab.host().serve(81);
    lab.lan().serve(82);

    assertThat(second.peer().fetch(first.ip(), 80)).contains("container-1 " + second.ip());
    assertThat(lab.host().fetch(first.ip(), 80)).contains("container-1 172.17.0.1");
    assertThat(second.peer().fetch("172.17.0.1", 81)).contains("host " + second.ip());
    assertThat(second.peer().fetch(NetworkLab.HOST_IP, 81)).contains("host " + second.ip());
    // The neighbour sees the host's address.
    assertThat(second.peer().fetch(NetworkLab.LAN_IP, 82)).contains("lan " + NetworkLab.HOST_IP);
  }

  @Test
  void aReusedAddressIsReachableAtOnce() throws Exception {
    for (int round = 0; round < 5; round++) {
      var container = lab.container();
      assertThat(container.ip()).isEqualTo("172.17.0.2");
      container.peer().serve(80);
      assertThat(lab.host().fetch(container.ip(), 80)).isPresent();
      lab.networks().releaseSandbox(container.id());
    }
  }

  @Test
  void aSandboxHasLoopbackAndNoIpv6OnOtherInterfaces() throws Exception {
    var container = lab.container();
    assertThat(container.peer().run("ip", "-o", "addr"))
        .contains("127.0.0.1/8")
        .contains("::1/128")
        .contains(container.ip() + "/16")
        .doesNotContain("fe80");
    assertThat(container.peer().run("ip", "route")).contains("default via 172.17.0.1 dev eth0");
  }

  @Test
  void aWantedAddressIsGivenOrRefused() {
    var id = new SandboxId("picky");
    lab.networks().createSandbox(id);
    var request =
        new EndpointRequest(
            id,
            lab.bridge(),
            "picky",
            Optional.of(NetworkLab.ip("172.17.5.5")),
            Optional.of(MacAddress.parse("02:00:00:00:00:01")),
            List.of("alias"),
            List.of(),
            Set.of(),
            false);
    var endpoint = lab.networks().connect(request);
    assertThat(endpoint.link().orElseThrow().address()).hasToString("172.17.5.5/16");
    assertThat(endpoint.link().orElseThrow().mac()).hasToString("02:00:00:00:00:01");
    assertThat(endpoint.aliases()).containsExactly("alias");
    assertThat(lab.networks().endpoints(lab.bridge())).containsExactly(endpoint);
    assertThat(lab.networks().endpoints(id)).containsExactly(endpoint);

    assertThatThrownBy(() -> lab.networks().connect(request))
        .isInstanceOf(AlreadyExistsException.class)
        .hasMessage("endpoint with name picky already exists in network bridge");
    var other = new SandboxId("other");
    lab.networks().createSandbox(other);
    var sameAddress =
        new EndpointRequest(
            other,
            lab.bridge(),
            "other",
            request.address(),
            Optional.empty(),
            List.of(),
            List.of(),
            Set.of(),
            false);
    assertThatThrownBy(() -> lab.networks().connect(sameAddress))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("Address already in use");
    assertThat(lab.networks().endpoints(other)).isEmpty();
  }

  @Test
  void hostAndNoneNeedNoInterface() {
    var id = new SandboxId("simple");
    var host = lab.networks().get("host").id();
    var endpoint = lab.networks().connect(EndpointRequest.of(id, host, "simple"));
    assertThat(endpoint.link()).isEmpty();
    lab.networks().disconnect(id, host);
    assertThat(lab.networks().endpoints(host)).isEmpty();
  }

  @Test
  void aBridgeNeedsASandbox() {
    var request = EndpointRequest.of(new SandboxId("nobody"), lab.bridge(), "nobody");
    assertThatThrownBy(() -> lab.networks().connect(request))
        .isInstanceOf(FailedPreconditionException.class)
        .hasMessage("no network namespace for sandbox nobody");
  }

  @Test
  void releasingLeavesNothing() throws Exception {
    var container = lab.container("8080:80", "8081:81/udp");
    assertThat(lab.networks().findSandbox(container.id())).isPresent();

    lab.networks().releaseSandbox(container.id());
    lab.networks().releaseSandbox(container.id());

    assertThat(lab.networks().findSandbox(container.id())).isEmpty();
    assertThat(container.peer().namespace()).doesNotExist();
    assertThat(lab.networks().endpoints(lab.bridge())).isEmpty();
    assertThat(lab.store().list("/network/addresses/").entries()).isEmpty();
    assertThat(lab.networks().check()).isEmpty();
    try (var netlink = Netlink.open()) {
      assertThat(netlink.links())
          .extracting(NetworkLink::name)
          .containsExactlyInAnyOrder("lo", "lan0", NetworkLab.BRIDGE);
    }
  }

  @Test
  void closingWithoutEndpointsRemovesBridgeAndRules() throws Exception {
    lab.networks().close();
    try (var netlink = Netlink.open()) {
      assertThat(netlink.findLink(NetworkLab.BRIDGE)).isEmpty();
    }
    assertThat(lab.host().run("nft", "list", "ruleset")).isEmpty();
    lab.open();
  }
}
