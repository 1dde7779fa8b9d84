package dev.gantry.engine.network;

import static dev.gantry.platform.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gantry.platform.testkit.RequiresRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Beside a dockerd, or an administrator, who lets the FORWARD chain of iptables drop.
@RequiresRoot
class ForeignFirewallTest {
  private static final String OURS = "forwarding of " + NetworkLab.BRIDGE;

  /// As iptables-nft, and with it dockerd, has it.
  private static final String DROPPING_CHAIN =
      "add table ip filter; add chain ip filter FORWARD"
          + " { type filter hook forward priority filter; policy drop; }";

  private static final Path IPTABLES = Path.of("/usr/sbin/iptables-nft");

  @RegisterExtension final NetworkLab lab = new NetworkLab();

  @AfterEach
  void removeForeignTable() throws Exception {
    lab.host().run("nft", "delete", "table", "ip", "filter");
  }

  private void assertTrafficFlows() throws Exception {
    var web = lab.container("8080:80");
    var client = lab.container();
    web.peer().serve(80);
    lab.lan().serve(82);
    assertThat(lab.lan().fetch(NetworkLab.HOST_IP, 8080)).isPresent();
    assertThat(client.peer().fetch(NetworkLab.LAN_IP, 82)).isPresent();
    assertThat(client.peer().fetch(web.ip(), 80)).isPresent();
    assertThat(client.peer().fetch(NetworkLab.HOST_IP, 8080)).isPresent();
    assertThat(web.peer().fetch(NetworkLab.HOST_IP, 8080)).isPresent();
    // Through their chain, but not through ours.
    assertThat(lab.lan().reaches(web.ip(), 80)).isFalse();
  }

  private String forwardChain() throws Exception {
    return lab.host().run("nft", "list", "chain", "ip", "filter", "FORWARD");
  }

  @Test
  void packetsPassAChainThatDropsFromBefore() throws Exception {
    lab.networks().close();
    lab.host().run("nft", DROPPING_CHAIN);
    lab.open();
    assertTrafficFlows();
  }

  @Test
  void packetsPassAChainThatBeginsToDropLater() throws Exception {
    lab.host().run("nft", DROPPING_CHAIN);
    eventually(() -> assertThat(forwardChain()).contains(OURS));
    assertTrafficFlows();
  }

  @Test
  void ourRulesSurviveAFlushOfTheirChain() throws Exception {
    lab.host().run("nft", DROPPING_CHAIN);
    eventually(() -> assertThat(forwardChain()).contains(OURS));
    lab.host().run("nft", "flush", "chain", "ip", "filter", "FORWARD");
    eventually(() -> assertThat(forwardChain().split(OURS, -1)).hasSize(3));
    assertTrafficFlows();
  }

  @Test
  void ourRulesComeAfterDockersUserChain() throws Exception {
    lab.networks().close();
    lab.host().run("nft", DROPPING_CHAIN);
    lab.host().run("nft", "add chain ip filter DOCKER-USER");
    lab.host().run("nft", "add rule ip filter FORWARD counter jump DOCKER-USER");
    lab.host().run("nft", "add rule ip filter FORWARD counter drop");
    lab.open();

    assertThat(forwardChain().lines().filter(line -> line.contains("counter")).toList())
        .satisfiesExactly(
            user -> assertThat(user).contains("jump DOCKER-USER"),
            ours -> assertThat(ours).contains(OURS),
            ours -> assertThat(ours).contains(OURS),
            theirs -> assertThat(theirs).contains("drop"));
    assertTrafficFlows();
  }

  @Test
  void iptablesCanShowOurRules() throws Exception {
    assumeTrue(Files.isExecutable(IPTABLES), "iptables is not installed");
    lab.host().run(IPTABLES.toString(), "-P", "FORWARD", "DROP");
    eventually(() -> assertThat(forwardChain()).contains(OURS));
    assertThat(lab.host().run(IPTABLES.toString(), "-S", "FORWARD"))
        .contains("-P FORWARD DROP")
        .contains("-i " + NetworkLab.BRIDGE)
        .contains("-o " + NetworkLab.BRIDGE)
        .contains("-j ACCEPT");
  }

  @Test
  void ourRulesGoWithUs() throws Exception {
    lab.host().run("nft", DROPPING_CHAIN);
    eventually(() -> assertThat(forwardChain()).contains(OURS));
    lab.networks().close();
    assertThat(forwardChain()).doesNotContain(OURS).contains("policy drop");
    lab.open();
  }
}
