package dev.gantry.engine.network;

import dev.gantry.platform.store.SqliteStore;
import dev.gantry.platform.store.SqliteStoreConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/// A daemon that connects and releases sandboxes until it is killed: four at a time, and some
/// that stay. Prints `up ID IP PORT` and then `stays ID` or, before its end, `ends ID`.
///
/// First of all it reconciles with what the one before left, and prints `problem …` for
/// everything that isn't as it should be, then `ready to begin`.
final class ChurnProcess {
  private static final int WORKERS = 4;
  private static final int STAYING_EVERY = 8;

  private ChurnProcess() {}

  /// Arguments: a directory, the number of this life, the names of the sandboxes that live.
  public static void main(String[] arguments) throws Exception {
    var directory = Path.of(arguments[0]);
    Set<SandboxId> live = new HashSet<>();
    for (int i = 2; i < arguments.length; i++) {
      live.add(new SandboxId(arguments[i]));
    }
    Files.createDirectories(directory.resolve("store"));
    var networks =
        LinuxNetworks.open(
            new NetworkConfig(
                "gantry-churn",
                Optional.empty(),
                PoolTemplate.DOCKER_DEFAULTS,
                directory.resolve("netns"),
                OptionalInt.empty()),
            SqliteStore.open(SqliteStoreConfig.in(directory.resolve("store"))));
    networks.reconcile(live);
    reportProblems(networks, live);
    System.out.println("ready to begin");
    for (int worker = 0; worker < WORKERS; worker++) {
      var prefix = "life-" + arguments[1] + "-" + worker + "-";
      Thread.ofPlatform().start(() -> churn(networks, prefix));
    }
  }

  private static void reportProblems(Networks networks, Set<SandboxId> live) {
    networks.check().forEach(problem -> System.out.println("problem " + problem));
    var endpoints = networks.endpoints(networks.get("bridge").id());
    var connected = endpoints.stream().map(Endpoint::sandbox).collect(Collectors.toSet());
    if (!connected.equals(live)) {
      System.out.println("problem connected " + connected + ", should be " + live);
    }
    for (Endpoint endpoint : endpoints) {
      System.out.println(up(endpoint));
    }
  }

  private static void churn(Networks networks, String prefix) {
    var bridge = networks.get("bridge").id();
    for (int i = 0; ; i++) {
      var sandbox = new SandboxId(prefix + i);
      networks.createSandbox(sandbox);
      var any = PortMapping.parse(ContainerPort.parse("80"), "", "");
      var request = EndpointRequest.of(sandbox, bridge, sandbox.value());
      var endpoint = networks.connect(request.withPorts(List.of(any)));
      System.out.println(up(endpoint));
      if (i % STAYING_EVERY == 0) {
        System.out.println("stays " + sandbox);
      } else {
        System.out.println("ends " + sandbox);
        networks.releaseSandbox(sandbox);
      }
    }
  }

  private static String up(Endpoint endpoint) {
    return "up %s %s %d"
        .formatted(
            endpoint.sandbox(),
            endpoint.link().orElseThrow().address().ip().getHostAddress(),
            endpoint.ports().getFirst().hostPort());
  }
}
