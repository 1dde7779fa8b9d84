package dev.gantry.engine.network;

import static dev.gantry.platform.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.platform.linux.Netlink;
import dev.gantry.platform.linux.NetworkLink;
import dev.gantry.platform.testkit.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Containers coming and going by the thousand (A35). Shortened unless the system property
/// `gantry.test.churn` says how many; each life of the daemon takes a third of them.
@RequiresRoot
class ChurnTest {
  private static final int CONTAINERS = Integer.getInteger("gantry.test.churn", 120);
  private static final int LIVES = 3;

  @RegisterExtension final NetworkLab lab = new NetworkLab();

  @Test
  void nothingLeaksWhileContainersComeAndGo() throws Exception {
    lab.networks().releaseSandbox(lab.container("8080:80").id());
    long before = openFiles();
    for (int i = 0; i < CONTAINERS; i++) {
      var container = lab.container("8080:80", ":81/udp");
      assertThat(container.ip()).isEqualTo("172.17.0.2");
      lab.networks().releaseSandbox(container.id());
    }
    assertThat(openFiles()).isBetween(before - 5, before + 5);
    assertThat(lab.networks().check()).isEmpty();
    try (var netlink = Netlink.open()) {
      eventually(
          () ->
              assertThat(netlink.links())
                  .extracting(NetworkLink::name)
                  .containsExactlyInAnyOrder("lo", "lan0", NetworkLab.BRIDGE));
    }
  }

  private static long openFiles() throws IOException {
    try (var files = Files.list(Path.of("/proc/self/fd"))) {
      return files.count();
    }
  }

  @Test
  void aKilledDaemonLeavesNothingBehindAndLosesNothing() throws Exception {
    Map<String, String> staying = new LinkedHashMap<>();
    for (int life = 0; life < LIVES; life++) {
      liveUntilKilled(life, staying, CONTAINERS / LIVES);
    }
    liveUntilKilled(LIVES, staying, 0);
    assertThat(staying).hasSizeGreaterThan(LIVES);
    assertThat(staying.values()).doesNotHaveDuplicates();
    lab.host().run("nft", "flush", "ruleset");
    lab.host().run("ip", "link", "del", "gantry-churn");
  }

  /// Runs a [ChurnProcess] and kills it after so many steps.
  ///
  /// @param staying the sandboxes that live, with their addresses; those that come to stay are
  ///     added. What was coming or going when the process died is not among them.
  private void liveUntilKilled(int life, Map<String, String> staying, int steps)
      throws IOException {
    var process = start(life, staying.keySet());
    Map<String, String> up = new HashMap<>();
    boolean ready = false;
    int seen = 0;
    try (var output = process.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        var words = line.split(" ", -1);
        if (words.length == 4 && words[0].equals("up")) {
          assertThat(words[2]).isEqualTo(staying.getOrDefault(words[1], words[2]));
          assertThat(up).doesNotContainValue(words[2]);
          up.put(words[1], words[2]);
        } else if (up.containsKey(words[1]) && words[0].equals("stays")) {
          staying.put(words[1], up.get(words[1]));
        } else if (up.containsKey(words[1]) && words[0].equals("ends")) {
          up.remove(words[1]);
        } else if (line.equals("ready to begin")) {
          ready = true;
          assertThat(up).isEqualTo(staying);
        } else {
          assertThat(line).doesNotStartWith("problem");
        }
        if (ready && seen++ >= steps) {
          process.toHandle().destroyForcibly(); // unlike Process, leaves the pipe open
        }
      }
    } finally {
      process.destroyForcibly();
    }
    assertThat(ready).isTrue();
  }

  private Process start(int life, Set<String> live) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                ChurnProcess.class.getName(),
                lab.root().resolve("churn").toString(),
                Integer.toString(life)));
    command.addAll(live);
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
