package dev.gantry.engine.network;

import static dev.gantry.platform.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.platform.linux.Netlink;
import dev.gantry.platform.linux.NetlinkRequest;
import dev.gantry.platform.testkit.RequiresRoot;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What others may do to our kernel objects, and that it doesn't last.
@RequiresRoot
class RepairTest {
  private static final Duration SOON = Duration.ofSeconds(5);

  @RegisterExtension final NetworkLab lab = new NetworkLab();

  private void assertRepaired(NetworkLab.Container web) {
    eventually(
        SOON,
        () -> {
          assertThat(lab.networks().check()).isEmpty();
          assertThat(lab.lan().fetch(NetworkLab.HOST_IP, 8080))
              .contains("container-1 " + NetworkLab.LAN_IP);
        });
    assertThat(web.ip()).isEqualTo("172.17.0.2");
  }

  private NetworkLab.Container web() throws Exception {
    var web = lab.container("8080:80", "127.0.0.1:8081:80");
    web.peer().serve(80);
    return web;
  }

  @Test
  void aFlushedRulesetComesBack() throws Exception {
    var web = web();
    lab.host().run("nft", "flush", "ruleset");
    assertRepaired(web);
    // With it the protection: N4 again.
    assertThat(lab.host().fetch("127.0.0.1", 8081)).isPresent();
    assertThat(lab.lan().reaches(NetworkLab.HOST_IP, 8081)).isFalse();
    assertThat(lab.lan().reaches(web.ip(), 80)).isFalse();
  }

  @Test
  void aFlushedChainComesBack() throws Exception {
    var web = web();
    lab.host().run("nft", "flush", "chain", "inet", NetworkLab.BRIDGE, "publish");
    assertRepaired(web);
  }

  @Test
  void aDeletedTableComesBackWhenAContainerStartsAtThatMoment() throws Exception {
    var web = web();
    lab.host().run("nft", "delete", "table", "inet", NetworkLab.BRIDGE);
    lab.container("8082:80").peer().serve(80);
    assertRepaired(web);
    assertThat(lab.lan().fetch(NetworkLab.HOST_IP, 8082)).isPresent();
  }

  @Test
  void aDeletedBridgeComesBackWithItsPorts() throws Exception {
    var web = web();
    try (var netlink = Netlink.open()) {
      netlink.execute(NetlinkRequest.deleteLink(NetworkLab.BRIDGE));
    }
    assertRepaired(web);
  }

  @Test
  void aDeletedAddressComesBack() throws Exception {
    var web = web();
    try (var netlink = Netlink.open()) {
      int index = netlink.linkIndex(NetworkLab.BRIDGE);
      netlink.execute(NetlinkRequest.deleteAddress(index, NetworkLab.ip("172.17.0.1"), 16));
    }
    assertRepaired(web);
  }

  @Test
  void aDeletedInterfaceComesBack() throws Exception {
    var web = web();
    try (var netlink = Netlink.open()) {
      var name = InterfaceNames.of(NetworkLab.BRIDGE).hostInterface(web.endpoint().id());
      netlink.execute(NetlinkRequest.deleteLink(name));
    }
    assertRepaired(web);
  }

  @Test
  void whatWasBrokenWhileNobodyWatchedIsRepairedAtTheStart() throws Exception {
    var web = web();
    lab.networks().close();
    lab.host().run("nft", "flush", "ruleset");
    lab.host().run("ip", "link", "del", NetworkLab.BRIDGE);
    lab.open().reconcile(Set.of(web.id()));
    assertThat(lab.networks().check()).isEmpty();
    assertRepaired(web);
  }
}
