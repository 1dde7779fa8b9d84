package dev.gantry.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.platform.linux.MacAddress;
import dev.gantry.platform.linux.Netlink;
import dev.gantry.platform.linux.NetlinkRequest;
import dev.gantry.platform.linux.NetworkNeighbour;
import dev.gantry.platform.testkit.RequiresRoot;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The attacks N4, N5 and N6 of our threat list. Each is first shown to have something to
/// attack.
@RequiresRoot
class IsolationTest {
  @RegisterExtension final NetworkLab lab = new NetworkLab();

  @Nested
  class FromTheLan {
    @Test
    void aPortPublishedOnLoopbackIsUnreachable() throws Exception {
      var web = lab.container("127.0.0.1:8080:80");
      web.peer().serve(80);
      assertThat(lab.host().fetch("127.0.0.1", 8080)).isPresent();

      assertThat(lab.lan().reaches(NetworkLab.HOST_IP, 8080)).isFalse();
      routeLoopbackToTheHost(lab.lan());
      assertThat(lab.lan().reaches("127.0.0.1", 8080)).isFalse();
    }

    @Test
    void servicesOnTheHostsLoopbackAreUnreachable() throws Exception {
      lab.host().serve(8081);
      routeLoopbackToTheHost(lab.lan());
      assertThat(lab.lan().reaches("127.0.0.1", 8081)).isFalse();
    }

    @Test
    void containersAreUnreachableByTheirOwnAddress() throws Exception {
      var web = lab.container("8080:80");
      web.peer().serve(80);
      web.peer().serve(81);
      assertThat(lab.lan().fetch(NetworkLab.HOST_IP, 8080)).isPresent();

      assertThat(lab.lan().reaches(web.ip(), 80)).isFalse();
      assertThat(lab.lan().reaches(web.ip(), 81)).isFalse();
    }
  }

  /// Makes a peer send packets for 127.0.0.1 out of its interface, as an attacker would.
  private static void routeLoopbackToTheHost(Peer peer) throws Exception {
    peer.call(
        () -> {
          Sysctl.write("1", "ipv4", "conf", "all", "route_localnet");
          return true;
        });
    var gateway = peer.run("ip", "route", "show", "default").split(" ", -1)[2];
    peer.run("ip", "addr", "flush", "dev", "lo");
    peer.run("ip", "route", "del", "local", "127.0.0.0/8", "table", "local");
    var output = peer.run("ip", "route", "add", "127.0.0.1/32", "via", gateway, "dev", "eth0");
    assertThat(output).isEmpty();
    assertThat(peer.run("ip", "route", "get", "127.0.0.1")).contains("via " + gateway);
  }

  @Nested
  class FromAContainer {
    @Test
    void servicesOnTheHostsLoopbackAreUnreachable() throws Exception {
      lab.host().serve(8081);
      var attacker = lab.container();
      routeLoopbackToTheHost(attacker.peer());
      assertThat(attacker.peer().reaches("127.0.0.1", 8081)).isFalse();
    }

    @Test
    void forgedNeighbourAnnouncementsHaveNoEffect() throws Exception {
      var victim = lab.container();
      var attacker = lab.container();
      victim.peer().serve(80);
      assertThat(attacker.peer().fetch(victim.ip(), 80)).isPresent();
      assertThat(lab.host().fetch(victim.ip(), 80)).isPresent();

      // "I am the gateway", "I am the victim".
      for (String stolen : new String[] {"172.17.0.1", victim.ip()}) {
        attacker
            .peer()
            .run("busybox", "arping", "-U", "-c", "2", "-I", "eth0", "-s", stolen, stolen);
        attacker
            .peer()
            .run("busybox", "arping", "-A", "-c", "2", "-I", "eth0", "-s", stolen, stolen);
      }

      assertThat(neighbours(victim.peer()))
          .noneMatch(
              neighbour -> neighbour.mac().equals(mac(attacker)) && !isOf(neighbour, attacker));
      assertThat(neighbours(lab.host()))
          .noneMatch(
              neighbour -> neighbour.mac().equals(mac(attacker)) && !isOf(neighbour, attacker));
    }

    private List<NetworkNeighbour> neighbours(Peer peer) throws Exception {
      try (var netlink = peer.call(Netlink::open)) {
        return netlink.neighbours();
      }
    }

    private static Optional<MacAddress> mac(NetworkLab.Container container) {
      return container.endpoint().link().map(Endpoint.Link::mac);
    }

    private static boolean isOf(NetworkNeighbour neighbour, NetworkLab.Container container) {
      return neighbour.ip().getHostAddress().equals(container.ip());
    }

    @Test
    void packetsWithAForeignSourceAddressGoNowhere() throws Exception {
      var victim = lab.container();
      var attacker = lab.container();
      victim.peer().serveUdp(53);
      assertThat(attacker.peer().fetchUdp(victim.ip(), 53)).isPresent();
      var forged = NetworkLab.ip("172.17.0.99");
      try (var netlink = attacker.peer().call(Netlink::open)) {
        netlink.execute(NetlinkRequest.addAddress(netlink.linkIndex("eth0"), forged, 16));
      }
      assertThat(attacker.peer().reachesUdp("172.17.0.99", victim.ip(), 53)).isFalse();
      assertThat(attacker.peer().fetchUdp(victim.ip(), 53)).isPresent();
    }

    @Test
    void aForeignEthernetAddressIsMute() throws Exception {
      var victim = lab.container();
      var attacker = lab.container();
      victim.peer().serveUdp(53);
      assertThat(attacker.peer().fetchUdp(victim.ip(), 53)).isPresent();
      try (var netlink = attacker.peer().call(Netlink::open)) {
        netlink.execute(NetlinkRequest.setMac("eth0", mac(victim).orElseThrow()));
      }
      assertThat(attacker.peer().reachesUdp(victim.ip(), 53)).isFalse();
    }

    @Test
    void routerAdvertisementsFindNoHearers() throws Exception {
      var victim = lab.container();
      for (String scope : new String[] {"default", "eth0"}) {
        String disabled =
            victim.peer().call(() -> Sysctl.read("ipv6", "conf", scope, "disable_ipv6"));
        assertThat(disabled).isEqualTo("1");
      }
      assertThat(Sysctl.read("ipv6", "conf", NetworkLab.BRIDGE, "accept_ra")).isEqualTo("0");
    }
  }
}
