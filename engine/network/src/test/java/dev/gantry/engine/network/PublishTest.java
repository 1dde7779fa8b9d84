package dev.gantry.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.platform.errors.ConflictException;
import dev.gantry.platform.testkit.RequiresRoot;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RequiresRoot
class PublishTest {
  private static final String HOST_IP = NetworkLab.HOST_IP;
  private static final String LAN_IP = NetworkLab.LAN_IP;

  @RegisterExtension final NetworkLab lab = new NetworkLab();

  @Test
  void aPublishedPortIsReachableFromEverywhere() throws Exception {
    var web = lab.container("8080:80");
    var client = lab.container();
    web.peer().serve(80);

    assertThat(lab.lan().fetch(HOST_IP, 8080)).contains("container-1 " + LAN_IP);
    assertThat(lab.host().fetch("127.0.0.1", 8080)).contains("container-1 172.17.0.1");
    assertThat(lab.host().fetch(HOST_IP, 8080)).contains("container-1 " + HOST_IP);
    assertThat(lab.host().fetch("172.17.0.1", 8080)).contains("container-1 172.17.0.1");
    assertThat(client.peer().fetch(HOST_IP, 8080)).contains("container-1 172.17.0.1");
    assertThat(client.peer().fetch("172.17.0.1", 8080)).contains("container-1 172.17.0.1");
    assertThat(web.peer().fetch(HOST_IP, 8080)).contains("container-1 172.17.0.1");
    assertThat(lab.host().fetch("::1", 8080)).contains("container-1 172.17.0.1");
    assertThat(web.endpoint().ports())
        .containsExactly(published("80/tcp", "0.0.0.0", 8080), published("80/tcp", "::", 8080));

    lab.networks().releaseSandbox(web.id());
    assertThat(lab.lan().reaches(HOST_IP, 8080)).isFalse();
    assertThat(lab.host().reaches("127.0.0.1", 8080)).isFalse();
    assertThat(lab.host().reaches("::1", 8080)).isFalse();
  }

  private static PublishedPort published(String containerPort, String address, int hostPort) {
    return new PublishedPort(
        ContainerPort.parse(containerPort), InetAddress.ofLiteral(address), hostPort);
  }

  @Test
  void datagramsArePublishedToo() throws Exception {
    var dns = lab.container("5300:53/udp");
    dns.peer().serveUdp(53);

    assertThat(lab.lan().fetchUdp(HOST_IP, 5300)).contains("container-1 " + LAN_IP);
    assertThat(lab.host().fetchUdp("127.0.0.1", 5300)).contains("container-1 172.17.0.1");
    assertThat(dns.peer().fetchUdp(HOST_IP, 5300)).contains("container-1 172.17.0.1");
    assertThat(dns.endpoint().ports()).containsExactly(published("53/udp", "0.0.0.0", 5300));
  }

  @Test
  void aSenderThatNeverPausesReachesWhoeverHasThePortNow() throws Exception {
    try (var client = lab.host().call(() -> DatagramChannel.open(StandardProtocolFamily.INET))) {
      client.bind(new InetSocketAddress(InetAddress.ofLiteral(HOST_IP), 4000));
      client.connect(new InetSocketAddress(InetAddress.ofLiteral(HOST_IP), 5300));
      client.write(ByteBuffer.allocate(1)); // nobody is there yet

      for (int round = 0; round < 2; round++) {
        var dns = lab.container("5300:53/udp");
        dns.peer().serveUdp(53);
        assertThat(ask(client)).isEqualTo(dns.id() + " " + HOST_IP);
        lab.networks().disconnect(dns.id(), lab.bridge());
        lab.container(); // takes the address, so that the next server has another
      }
    }
  }

  private static String ask(DatagramChannel client) throws IOException {
    try {
      client.write(ByteBuffer.allocate(1));
    } catch (PortUnreachableException e) {
      client.write(ByteBuffer.allocate(1)); // that was about an earlier packet
    }
    client.socket().setSoTimeout(1000);
    var answer = new DatagramPacket(new byte[100], 100);
    client.socket().receive(answer);
    return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8);
  }

  @Test
  void aPortPublishedOnOneAddressIsReachableThereOnly() throws Exception {
    var web = lab.container(HOST_IP + ":8080:80");
    web.peer().serve(80);

    assertThat(web.endpoint().ports()).containsExactly(published("80/tcp", HOST_IP, 8080));
    assertThat(lab.lan().fetch(HOST_IP, 8080)).isPresent();
    assertThat(lab.host().fetch(HOST_IP, 8080)).isPresent();
    assertThat(lab.host().reaches("127.0.0.1", 8080)).isFalse();
    assertThat(lab.host().reaches("::1", 8080)).isFalse();
  }

  @Test
  void anIpv6AddressIsServedByTheProxy() throws Exception {
    var web = lab.container("::1:8080:80");
    web.peer().serve(80);

    assertThat(web.endpoint().ports()).containsExactly(published("80/tcp", "::1", 8080));
    assertThat(lab.host().fetch("::1", 8080)).contains("container-1 172.17.0.1");
    assertThat(lab.host().reaches("127.0.0.1", 8080)).isFalse();
  }

  @Test
  void oneContainerPortMayHaveSeveralHostPorts() throws Exception {
    var web = lab.container("8080:80", "8081:80", "127.0.0.1:8082:80");
    web.peer().serve(80);
    for (int port : new int[] {8080, 8081, 8082}) {
      assertThat(lab.host().fetch("127.0.0.1", port)).isPresent();
    }
  }

  @Test
  void aRangeGivesItsFirstFreePort() throws Exception {
    try (var _ = new ServerSocket(8000, 1, InetAddress.ofLiteral("0.0.0.0"))) {
      assertThat(hostPort(lab.container("8000-8002:80"))).isEqualTo(8001);
      assertThat(hostPort(lab.container("8000-8002:80"))).isEqualTo(8002);
      assertThatThrownBy(() -> lab.container("8000-8002:80"))
          .isInstanceOf(ConflictException.class)
          .hasMessageEndingWith("Bind for 0.0.0.0:8002 failed: port is already allocated");
    }
  }

  private static int hostPort(NetworkLab.Container container) {
    return container.endpoint().ports().getFirst().hostPort();
  }

  @Test
  void withoutAHostPortAFreeOneIsChosen() throws Exception {
    var web = lab.container(":80");
    var other = lab.container(":80");
    web.peer().serve(80);

    assertThat(hostPort(web)).isGreaterThanOrEqualTo(32768);
    assertThat(hostPort(other)).isGreaterThan(hostPort(web));
    assertThat(lab.lan().fetch(HOST_IP, hostPort(web))).isPresent();
  }

  @Test
  void freePortsAreNeverThoseOfTheHostsProcesses() throws Exception {
    int next = hostPort(lab.container(":80")) + 1;
    try (var _ = new ServerSocket(next, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      assertThat(hostPort(lab.container(":80"))).isEqualTo(next + 1);
    }
  }

  @Test
  void aPortOfAHostProcessIsRefusedInDockersWordsAndNothingRemains() throws Exception {
    try (var _ = new ServerSocket(8080, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      var id = new SandboxId("late");
      assertThatThrownBy(() -> lab.container(lab.networks(), id, "9090:90", "8080:80"))
          .isInstanceOf(ConflictException.class)
          .hasMessageMatching(
              "driver failed programming external connectivity on endpoint late \\([0-9a-f]{64}\\):"
                  + " failed to bind host port for 0\\.0\\.0\\.0:8080:172\\.17\\.0\\.2:80/tcp:"
                  + " address already in use");
      assertThat(lab.networks().endpoints(id)).isEmpty();
      assertThat(lab.container("9090:90").ip()).isEqualTo("172.17.0.2");
    }
    assertThat(lab.networks().check()).isEmpty();
  }

  @Test
  void aPortOfAnotherContainerIsRefused() {
    lab.container("8080:80");
    for (String mapping : new String[] {"8080:80", "127.0.0.1:8080:80", HOST_IP + ":8080:81"}) {
      assertThatThrownBy(() -> lab.container(mapping))
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining(":8080 failed: port is already allocated");
    }
    // Another protocol is another port.
    lab.container("8080:80/udp");
  }

  @Test
  void anAddressThatIsNotTheHostsIsRefused() {
    assertThatThrownBy(() -> lab.container("203.0.113.7:8080:80"))
        .isInstanceOf(ConflictException.class)
        .hasMessageEndingWith(
            "failed to bind host port for 203.0.113.7:8080:172.17.0.2:80/tcp:"
                + " cannot assign requested address");
  }

  @Test
  void aHostProcessCannotTakeAPublishedPort() {
    lab.container("8080:80", "5300:53/udp");
    assertThatThrownBy(() -> new ServerSocket(8080).close()).hasMessage("Address already in use");
    assertThatThrownBy(() -> new DatagramSocket(5300).close()).hasMessage("Address already in use");
  }
}
