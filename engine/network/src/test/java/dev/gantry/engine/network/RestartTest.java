package dev.gantry.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.platform.linux.Netlink;
import dev.gantry.platform.linux.NetlinkRequest;
import dev.gantry.platform.linux.NetworkLink;
import dev.gantry.platform.store.MemoryStore;
import dev.gantry.platform.testkit.RequiresRoot;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RequiresRoot
class RestartTest {
  @RegisterExtension final NetworkLab lab = new NetworkLab();

  @Test
  void publishedPortsWorkWhileNobodyRunsAndAfterwards() throws Exception {
    var web = lab.container("8080:80");
    web.peer().serve(80);
    lab.networks().close();

    assertThat(lab.lan().fetch(NetworkLab.HOST_IP, 8080)).isPresent();
    assertThat(lab.host().fetch("127.0.0.1", 8080)).isPresent();

    var reopened = lab.open();
    reopened.reconcile(Set.of(web.id()));
    assertThat(reopened.check()).isEmpty();
    assertThat(reopened.endpoints(web.id())).containsExactly(web.endpoint());
    assertThat(lab.lan().fetch(NetworkLab.HOST_IP, 8080)).isPresent();
    assertThat(lab.host().fetch("::1", 8080)).isPresent();
    assertThatThrownBy(() -> new ServerSocket(8080).close()).hasMessage("Address already in use");
    // The address is still taken.
    assertThat(lab.container().ip()).isEqualTo("172.17.0.3");
  }

  @Test
  void connectionsSurviveARestart() throws Exception {
    var web = lab.container("8080:80");
    var listener = web.peer().call(() -> ServerSocketChannel.open());
    listener.bind(new InetSocketAddress(80));
    try (listener;
        var client = new Socket(InetAddress.getLoopbackAddress(), 8080);
        var served = listener.accept()) {
      lab.networks().close();
      lab.open().reconcile(Set.of(web.id()));
      served.socket().getOutputStream().write('x');
      assertThat(client.getInputStream().read()).isEqualTo('x');
    }
  }

  @Test
  void whatNobodyOwnsIsRemoved() throws Exception {
    var dead = lab.container("8080:80");
    var alive = lab.container("8081:80");
    lab.networks().close();

    var reopened = lab.open();
    reopened.reconcile(Set.of(alive.id()));

    assertThat(reopened.endpoints(lab.bridge())).containsExactly(alive.endpoint());
    assertThat(dead.peer().namespace()).doesNotExist();
    assertThat(reopened.check()).isEmpty();
    assertThat(lab.host().run("nft", "list", "ruleset")).doesNotContain("8080");
    assertThat(lab.container().ip()).isEqualTo(dead.ip());
  }

  @Test
  void aConnectionHalfMadeIsUndone() throws Exception {
    // A daemon killed right after the record was written: no interface, no rules.
    var container = lab.container();
    try (var netlink = Netlink.open()) {
      lab.networks().close();
      var name = InterfaceNames.of(NetworkLab.BRIDGE).hostInterface(container.endpoint().id());
      netlink.execute(NetlinkRequest.deleteLink(name));
    }
    var reopened = lab.open();
    reopened.reconcile(Set.of());
    assertThat(reopened.check()).isEmpty();
    assertThat(reopened.endpoints(lab.bridge())).isEmpty();
  }

  @Test
  void theSubnetStaysTheSame() {
    var before = lab.networks().get("bridge");
    lab.networks().close();
    assertThat(lab.open().get("bridge")).isEqualTo(before);
  }

  @Test
  void twoEnginesLiveSideBySide() throws Exception {
    var bridge = "gantry-lab2";
    try (var other = LinuxNetworks.open(lab.config(bridge), new MemoryStore())) {
      var ours = lab.container("8080:80");
      var theirs = lab.container(other, new SandboxId("theirs"), "8081:80");
      ours.peer().serve(80);
      theirs.peer().serve(80);

      assertThat(theirs.ip()).isEqualTo("172.18.0.2");
      assertThat(lab.lan().fetch(NetworkLab.HOST_IP, 8080)).contains("container-1 192.168.50.2");
      assertThat(lab.lan().fetch(NetworkLab.HOST_IP, 8081)).contains("theirs 192.168.50.2");
      assertThat(ours.peer().fetch(NetworkLab.HOST_IP, 8081)).contains("theirs 172.18.0.1");
      // Not by their own address: they are in different networks.
      assertThat(ours.peer().reaches(theirs.ip(), 80)).isFalse();
      assertThatThrownBy(() -> lab.container(other, new SandboxId("greedy"), "8080:80"))
          .hasMessageContaining("address already in use");

      other.reconcile(Set.of());
      assertThat(lab.lan().fetch(NetworkLab.HOST_IP, 8080)).isPresent();
      assertThat(lab.networks().check()).isEmpty();
    }
    try (var netlink = Netlink.open()) {
      assertThat(netlink.links()).extracting(NetworkLink::name).doesNotContain(bridge);
    }
  }

  @Test
  void aSubnetThatTheHostUsesIsNotChosen() throws Exception {
    lab.networks().close();
    lab.host().run("ip", "route", "add", "172.16.0.0/12", "via", NetworkLab.LAN_IP);
    try {
      var chosen = lab.open().get("bridge").pools().getFirst().subnet();
      assertThat(chosen).hasToString("192.168.0.0/20");
    } finally {
      lab.host().run("ip", "route", "del", "172.16.0.0/12");
    }
  }
}
