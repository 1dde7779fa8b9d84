package dev.gantry.engine.network;

import static dev.gantry.platform.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.platform.testkit.RequiresRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Beside a dockerd, or an administrator, who lets the FORWARD chain of iptables drop.
@RequiresRoot
class ForeignFirewallTest {
  private static final String OURS = "forwarding of " + NetworkLab.BRIDGE;

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
    assertThat(lab.lan().fetch(web.ip(), 80)).isEmpty();
  }

  private String forwardChain() throws Exception {
    return lab.host().run("nft", "list", "chain", "ip", "filter", "FORWARD");
  }

  @Test
  void packetsPassAChainThatDropsFromBefore() throws Exception {
    lab.networks().close();
    lab.host().run("iptables-nft", "-P", "FORWARD", "DROP");
    lab.open();
    assertTrafficFlows();
  }

  @Test
  void packetsPassAChainThatBeginsToDropLater() throws Exception {
    lab.host().run("iptables-nft", "-P", "FORWARD", "DROP");
    eventually(() -> assertThat(forwardChain()).contains(OURS));
    assertTrafficFlows();
  }

  @Test
  void ourRulesSurviveAFlushOfTheirChain() throws Exception {
    lab.host().run("iptables-nft", "-P", "FORWARD", "DROP");
    eventually(() -> assertThat(forwardChain()).contains(OURS));
    lab.host().run("iptables-nft", "-F", "FORWARD");
    eventually(() -> assertThat(forwardChain().split(OURS, -1)).hasSize(3));
    assertTrafficFlows();
  }

  @Test
  void ourRulesComeAfterDockersUserChain() throws Exception {
    lab.networks().close();
    var host = lab.host();
    host.run("iptables-nft", "-N", "DOCKER-USER");
    host.run("iptables-nft", "-A", "FORWARD", "-j", "DOCKER-USER");
    host.run("iptables-nft", "-P", "FORWARD", "DROP");
    lab.open();

    assertThat(host.run("iptables-nft", "-S", "FORWARD").lines().toList())
        .satisfiesExactly(
            policy -> assertThat(policy).isEqualTo("-P FORWARD DROP"),
            user -> assertThat(user).isEqualTo("-A FORWARD -j DOCKER-USER"),
            ours -> assertThat(ours).contains(NetworkLab.BRIDGE).endsWith("-j ACCEPT"),
            ours -> assertThat(ours).contains(NetworkLab.BRIDGE).endsWith("-j ACCEPT"));
    assertTrafficFlows();
  }

  @Test
  void ourRulesGoWithUs() throws Exception {
    lab.host().run("iptables-nft", "-P", "FORWARD", "DROP");
    eventually(() -> assertThat(forwardChain()).contains(OURS));
    lab.networks().close();
    assertThat(forwardChain()).doesNotContain(OURS).contains("policy drop");
    lab.open();
  }
}
