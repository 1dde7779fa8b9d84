package dev.gantry.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.platform.testkit.RequiresRoot;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RequiresRoot
class ConntrackTest {
  private static final Inet4Address LOOPBACK = (Inet4Address) InetAddress.ofLiteral("127.0.0.1");

  @RegisterExtension final NetworkNamespace namespace = new NetworkNamespace();

  @Test
  void connectionsAreListedAndForgotten() throws Exception {
    try (var netlink = namespace.call(Netlink::open);
        var nftables = namespace.call(Nftables::open);
        var conntrack = namespace.call(Conntrack::open);
        var sender = namespace.call(() -> DatagramChannel.open(StandardProtocolFamily.INET))) {
      netlink.execute(NetlinkRequest.up("lo"));
      // Tracking begins with the first rule that cares.
      nftables.run(
          """
          table inet t {
            chain c { type nat hook output priority -100; udp dport 53 dnat ip to 127.0.0.2; }
          }
          """);
      sender.bind(new InetSocketAddress(LOOPBACK, 4000));
      for (int port : new int[] {53, 54}) {
        sender.send(ByteBuffer.allocate(1), new InetSocketAddress(LOOPBACK, port));
      }
      var translated =
          new TrackedConnection(
              TrackedConnection.UDP,
              LOOPBACK,
              4000,
              LOOPBACK,
              53,
              (Inet4Address) InetAddress.ofLiteral("127.0.0.2"));
      var plain =
          new TrackedConnection(TrackedConnection.UDP, LOOPBACK, 4000, LOOPBACK, 54, LOOPBACK);
      assertThat(conntrack.connections()).contains(translated, plain);

      conntrack.forget(connection -> connection.destinationPort() == 53);
      assertThat(conntrack.connections()).contains(plain).doesNotContain(translated);
    }
  }
}
