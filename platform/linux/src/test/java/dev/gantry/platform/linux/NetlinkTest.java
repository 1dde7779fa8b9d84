package dev.gantry.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.platform.testkit.RequiresRoot;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RequiresRoot
class NetlinkTest {
  private static final Inet4Address GATEWAY = ip("10.1.0.1");
  private static final Inet4Address GUEST = ip("10.1.0.2");
  private static final MacAddress GUEST_MAC = MacAddress.of(GUEST);

  @RegisterExtension final NetworkNamespace namespace = new NetworkNamespace();
  private Netlink netlink;

  @BeforeEach
  void open() throws Exception {
    netlink = namespace.call(Netlink::open);
  }

  @AfterEach
  void close() {
    netlink.close();
  }

  private static Inet4Address ip(String literal) {
    return (Inet4Address) InetAddress.ofLiteral(literal);
  }

  private NetworkLink link(String name) throws ErrnoException {
    return netlink.findLink(name).orElseThrow();
  }

  private void createBridge() throws ErrnoException {
    netlink.execute(
        NetlinkRequest.createBridge("br", MacAddress.of(GATEWAY), 1400), NetlinkRequest.up("br"));
  }

  @Test
  void aNewNamespaceHasALoopbackInterfaceThatIsDown() throws Exception {
    var lo = netlink.links();
    assertThat(lo).extracting(NetworkLink::name).containsExactly("lo");
    assertThat(lo.getFirst().up()).isFalse();
    assertThat(netlink.addresses()).isEmpty();
    assertThat(netlink.routes()).isEmpty();
  }

  @Test
  void bridgesAreMadeAsAskedAndDeleted() throws Exception {
    createBridge();

    var bridge = link("br");
    assertThat(bridge.kind()).contains("bridge");
    assertThat(bridge.up()).isTrue();
    assertThat(bridge.mtu()).isEqualTo(1400);
    assertThat(bridge.mac()).contains(MacAddress.of(GATEWAY));

    netlink.execute(NetlinkRequest.deleteLink("br"));
    assertThat(netlink.findLink("br")).isEmpty();
  }

  @Test
  void linksAreChangedByName() throws Exception {
    createBridge();
    netlink.execute(
        NetlinkRequest.setMtu("br", 1300),
        NetlinkRequest.setMac("br", GUEST_MAC),
        NetlinkRequest.down("br"),
        NetlinkRequest.rename(netlink.linkIndex("br"), "other"));

    var other = link("other");
    assertThat(other.mtu()).isEqualTo(1300);
    assertThat(other.mac()).contains(GUEST_MAC);
    assertThat(other.up()).isFalse();
    assertThat(netlink.findLink("br")).isEmpty();
  }

  @Test
  void aVethPairIsBornAcrossTwoNamespaces() throws Exception {
    createBridge();
    int bridge = netlink.linkIndex("br");
    var guestPin = namespace.create("guest");
    try (var pin = Fd.open(guestPin, OpenFlag.READ_ONLY)) {
      netlink.execute(
          NetlinkRequest.createVeth("veth1", 1400, pin, "eth0", GUEST_MAC),
          NetlinkRequest.enslave("veth1", bridge),
          NetlinkRequest.hairpin("veth1"));
    }
    netlink.execute(NetlinkRequest.addStation(netlink.linkIndex("veth1"), GUEST_MAC));

    var outside = link("veth1");
    assertThat(outside.kind()).contains("veth");
    assertThat(outside.up()).isTrue();
    assertThat(outside.master()).isEqualTo(OptionalInt.of(bridge));
    try (var guest = namespace.call("guest", Netlink::open)) {
      var inside = guest.findLink("eth0").orElseThrow();
      assertThat(inside.mac()).contains(GUEST_MAC);
      assertThat(inside.mtu()).isEqualTo(1400);
      guest.execute(
          NetlinkRequest.addAddress(inside.index(), GUEST, 16),
          NetlinkRequest.up("eth0"),
          NetlinkRequest.addDefaultRoute(GATEWAY, inside.index()),
          NetlinkRequest.addNeighbour(inside.index(), GATEWAY, MacAddress.of(GATEWAY)));

      assertThat(guest.addresses()).containsExactly(new LinkAddress(inside.index(), GUEST, 16));
      assertThat(guest.routes())
          .containsExactlyInAnyOrder(
              new NetworkRoute(
                  Optional.empty(), 0, Optional.of(GATEWAY), OptionalInt.of(inside.index())),
              new NetworkRoute(
                  Optional.of(ip("10.1.0.0")),
                  16,
                  Optional.empty(),
                  OptionalInt.of(inside.index())));
      assertThat(guest.defaultRouteLink()).isEqualTo(OptionalInt.of(inside.index()));
      assertThat(guest.neighbours())
          .contains(
              new NetworkNeighbour(inside.index(), GATEWAY, Optional.of(MacAddress.of(GATEWAY))));

      netlink.execute(NetlinkRequest.deleteLink("veth1"));
      assertThat(guest.findLink("eth0")).isEmpty();
    }
  }

  @Test
  void addressesComeTwiceWithoutHarmAndGoOnce() throws Exception {
    createBridge();
    int bridge = netlink.linkIndex("br");
    netlink.execute(
        NetlinkRequest.addAddress(bridge, GATEWAY, 16),
        NetlinkRequest.addAddress(bridge, GATEWAY, 16));
    assertThat(netlink.addresses()).isEqualTo(List.of(new LinkAddress(bridge, GATEWAY, 16)));

    netlink.execute(NetlinkRequest.deleteAddress(bridge, GATEWAY, 16));
    assertThat(netlink.addresses()).isEmpty();
  }

  @Test
  void aFailureNamesTheRequestAndTheRestIsDone() throws Exception {
    assertThatThrownBy(
            () ->
                netlink.execute(
                    NetlinkRequest.createBridge("br", GUEST_MAC, 1500),
                    NetlinkRequest.createBridge("br", GUEST_MAC, 1500),
                    NetlinkRequest.up("missing"),
                    NetlinkRequest.up("br")))
        .isInstanceOfSatisfying(ErrnoException.class, e -> assertThat(e.is(Errno.EEXIST)).isTrue())
        .hasMessageStartingWith("netlink create bridge br");
    assertThat(link("br").up()).isTrue();
  }

  @Test
  void explanationsOfTheKernelReachTheMessage() throws Exception {
    createBridge();
    assertThatThrownBy(() -> netlink.execute(NetlinkRequest.setMtu("br", 1_000_000)))
        .hasMessageContaining("mtu greater than device maximum");
  }

  @Test
  void moreLinksThanFitOneDatagramAreListed() throws Exception {
    int count = 60; // several datagrams
    for (int i = 0; i < count; i++) {
      netlink.execute(NetlinkRequest.createBridge("br" + i, GUEST_MAC, 1500));
    }
    assertThat(netlink.links()).hasSize(count + 1);
  }
}
