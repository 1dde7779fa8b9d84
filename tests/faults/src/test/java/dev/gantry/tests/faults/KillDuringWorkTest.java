package dev.gantry.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.tests.harness.Cgroup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/// The daemon is killed while clients keep it busy: what was acknowledged is so, and nothing is
/// there twice or by half.
@Timeout(3600)
class KillDuringWorkTest extends FaultTest {
  private static final int CLIENTS = 3;

  @Test
  void acknowledgedStatesSurviveKillsAtRandomMoments() throws Exception {
    churn(
        """
        {"Image": "busybox", "Cmd": ["sleep", "1000"],
         "HostConfig": {"CgroupParent": "%s", "NetworkMode": "none"}}""",
        Chance.times(6, 200));
  }

  @Test
  void noAddressAndNoPortIsGivenTwice() throws Exception {
    churn(
        """
        {"Image": "busybox", "Cmd": ["sleep", "1000"], "ExposedPorts": {"80/tcp": {}},
         "HostConfig": {"CgroupParent": "%s", "PortBindings": {"80/tcp": [{"HostPort": ""}]}}}""",
        Chance.times(5, 100));
  }

  private void churn(String definition, int kills) throws Exception {
    var chance = Chance.of("kills during work");
    var json = definition.formatted(engine.cgroupParent());
    var clients =
        IntStream.range(0, CLIENTS)
            .mapToObj(i -> new Churn(api, "c" + i + "-", json, 4, chance.fork()))
            .toList();
    for (int i = 0; i < kills; i++) {
      workUntilKilled(clients, chance);
      engine.start();
      var all = api.get("/containers/json?all=1").json();
      var states = states(all);
      clients.forEach(client -> client.reconcile(states));
      verifyProcesses(all);
      Soundness.verifyState(engine);
    }
    assertThat(clients).allMatch(client -> client.answers() > kills);
  }

  private void workUntilKilled(List<Churn> clients, Chance chance)
      throws InterruptedException, ExecutionException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var work =
          clients.stream().map(client -> threads.submit(client::untilTheEngineIsGone)).toList();
      chance.pass(Duration.ofMillis(50), Duration.ofMillis(1500));
      engine.kill();
      for (var each : work) {
        each.get();
      }
    }
  }

  private static Map<String, String> states(JsonNode containers) {
    var states = new HashMap<String, String>();
    for (var container : containers) {
      var name = container.get("Names").get(0).asString().substring(1);
      states.put(name, container.get("State").asString());
    }
    return states;
  }

  /// What is said to run does, in its own control group; addresses and ports are unique.
  private void verifyProcesses(JsonNode containers) {
    var addresses = new ArrayList<String>();
    var ports = new ArrayList<Integer>();
    for (var container : containers) {
      if (!container.get("State").asString().equals("running")) {
        continue;
      }
      var id = container.get("Id").asString();
      var details = api.get("/containers/" + id + "/json").json();
      var pid = details.get("State").get("Pid").asLong();
      assertThat(Cgroup.of(pid).folder("pids")).endsWithRaw(Path.of(id));
      for (var network : container.get("NetworkSettings").get("Networks")) {
        if (!network.get("IPAddress").asString().isEmpty()) {
          addresses.add(network.get("IPAddress").asString());
        }
      }
      for (var port : container.get("Ports")) {
        if (port.path("IP").asString("").equals("0.0.0.0")) {
          ports.add(port.get("PublicPort").asInt());
        }
      }
    }
    assertThat(addresses).doesNotHaveDuplicates();
    assertThat(ports).doesNotHaveDuplicates();
  }
}
