package dev.gantry.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.platform.testkit.RequiresRoot;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@RequiresRoot
@Timeout(20)
class NetlinkMonitorTest {
  private static final Inet4Address IP = (Inet4Address) InetAddress.ofLiteral("10.1.0.1");

  @RegisterExtension final NetworkNamespace namespace = new NetworkNamespace();
  private NetlinkMonitor monitor;
  private Netlink netlink;

  @BeforeEach
  void open() throws Exception {
    monitor = namespace.call(NetlinkMonitor::open);
    netlink = namespace.call(Netlink::open);
  }

  @AfterEach
  void close() throws ErrnoException {
    monitor.close();
    assertThat(monitor.take()).isEmpty();
    netlink.close();
  }

  /// Takes events until one of them is as wanted.
  private List<NetlinkEvent> takeUntil(Predicate<NetlinkEvent> wanted) throws ErrnoException {
    List<NetlinkEvent> seen = new ArrayList<>();
    while (seen.stream().noneMatch(wanted)) {
      seen.addAll(monitor.take());
    }
    return seen;
  }

  private static boolean isDeletedLink(NetlinkEvent event, String name) {
    return event instanceof NetlinkEvent.LinkChanged(NetworkLink link, boolean deleted)
        && deleted
        && link.name().equals(name);
  }

  @Test
  void linksAndAddressesAreReportedAsTheyComeAndGo() throws Exception {
    netlink.execute(
        NetlinkRequest.createBridge("br", MacAddress.of(IP), 1500), NetlinkRequest.up("br"));
    int index = netlink.linkIndex("br");
    netlink.execute(NetlinkRequest.addAddress(index, IP, 16));
    netlink.execute(NetlinkRequest.deleteLink("br"));

    var address = new LinkAddress(index, IP, 16);
    assertThat(takeUntil(event -> isDeletedLink(event, "br")))
        .contains(
            new NetlinkEvent.AddressChanged(address, false),
            new NetlinkEvent.AddressChanged(address, true));
  }

  @Test
  void changesOfRulesNameTheTable() throws Exception {
    try (var nftables = namespace.call(Nftables::open)) {
      nftables.run("table inet t { set s { type ipv4_addr; }; chain c { accept; }; }");
      nftables.run("add element inet t s { 10.0.0.1 }");
      nftables.run("flush ruleset");
    }
    var family = NftablesFamily.INET;
    var gone = new NetlinkEvent.RulesChanged(family, "t", NftablesObject.TABLE, true);
    assertThat(takeUntil(gone::equals))
        .contains(
            new NetlinkEvent.RulesChanged(family, "t", NftablesObject.CHAIN, false),
            new NetlinkEvent.RulesChanged(family, "t", NftablesObject.RULE, false),
            new NetlinkEvent.RulesChanged(family, "t", NftablesObject.SET, false),
            new NetlinkEvent.RulesChanged(family, "t", NftablesObject.ELEMENT, false),
            new NetlinkEvent.RulesChanged(family, "t", NftablesObject.RULE, true),
            new NetlinkEvent.RulesChanged(family, "t", NftablesObject.CHAIN, true));
  }

  @Test
  void whatTheKernelCouldNotDeliverIsReportedAsLost() throws Exception {
    try (var nftables = namespace.call(Nftables::open)) {
      var flood = new StringBuilder();
      for (int i = 0; i < 2000; i++) {
        flood.append("add chain inet t c").append(i).append('\n');
      }
      nftables.run("add table inet t");
      nftables.run(flood.toString());
    }
    takeUntil(event -> event instanceof NetlinkEvent.EventsLost);
  }

  @Test
  void closingEndsAWait() throws Exception {
    var waiting = new CompletableFuture<List<NetlinkEvent>>();
    Thread.ofPlatform()
        .start(
            () -> {
              try {
                waiting.complete(monitor.take());
              } catch (ErrnoException e) {
                waiting.completeExceptionally(e);
              }
            });
    monitor.close();
    assertThat(waiting.get(20, TimeUnit.SECONDS)).isEmpty();
  }
}
