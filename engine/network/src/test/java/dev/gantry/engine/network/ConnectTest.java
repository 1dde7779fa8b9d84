package dev.gantry.engine.network;

import static dev.gantry.platform.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.platform.linux.Netlink;
import dev.gantry.platform.linux.NetworkLink;
import dev.gantry.platform.testkit.RequiresRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RequiresRoot
class ConnectTest {
  @RegisterExtension final NetworkLab lab = new NetworkLab();

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
      eventually(
          () ->
              assertThat(netlink.links())
                  .extracting(NetworkLink::name)
                  .containsExactlyInAnyOrder("lo", "lan0", NetworkLab.BRIDGE));
    }
  }

  @Test
  void anInterfaceThatOutlivesItsSandboxIsSwept() throws Exception {
    var container = lab.container();
    // A socket inside keeps the namespace alive after its pin is gone, as a process would.
    try (var inside = container.peer().call(Netlink::open)) {
      lab.networks().releaseSandbox(container.id());
      assertThat(inside.findLink("eth0")).isPresent();
      eventually(() -> assertThat(inside.findLink("eth0")).isEmpty());
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
