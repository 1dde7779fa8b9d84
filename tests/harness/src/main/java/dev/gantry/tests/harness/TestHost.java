package dev.gantry.tests.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// A machine as the network sees one: a network namespace for an engine to live in, with loopback,
/// an uplink, and a neighbour on the same LAN that is also its default route.
///
/// Nothing an engine does to bridges, routes or firewall rules reaches the real machine, and two
/// engines never meet. Mounts, processes and cgroups are those of the real machine: the namespace
/// is entered with `nsenter`, as `ip netns exec` would hide the cgroup mounts below /sys.
public final class TestHost implements AutoCloseable {
  public static final String ADDRESS = "10.213.0.1";
  public static final String NEIGHBOUR_ADDRESS = "10.213.0.2";
  private static final AtomicInteger COUNTER = new AtomicInteger();

  private final String name;
  private final String neighbour;

  private TestHost(String suffix) {
    this.name = "gt-host-" + suffix;
    this.neighbour = "gt-lan-" + suffix;
  }

  /// The real machine, for engines whose clients run in the tests' own process. It has no
  // neighbour.
  public static TestHost machine() {
    return new TestHost();
  }

  private TestHost() {
    this.name = "";
    this.neighbour = "";
  }

  public static TestHost create() {
    var host = new TestHost(ProcessHandle.current().pid() + "-" + COUNTER.incrementAndGet());
    host.build();
    return host;
  }

  private void build() {
    ip("netns", "add", name);
    ip("netns", "add", neighbour);
    ip("-n", name, "link", "set", "lo", "up");
    ip("-n", neighbour, "link", "set", "lo", "up");
    ip("-n", name, "link", "add", "uplink", "type", "veth", "peer", "lan", "netns", neighbour);
    ip("-n", name, "address", "add", ADDRESS + "/24", "dev", "uplink");
    ip("-n", name, "link", "set", "uplink", "up");
    ip("-n", neighbour, "address", "add", NEIGHBOUR_ADDRESS + "/24", "dev", "lan");
    ip("-n", neighbour, "link", "set", "lan", "up");
    ip("-n", name, "route", "add", "default", "via", NEIGHBOUR_ADDRESS);
  }

  /// The command that runs `command` on this host.
  public List<String> inside(List<String> command) {
    return name.isEmpty() ? command : entering(name, command);
  }

  public Outcome run(String... command) {
    return Commands.run(inside(List.of(command)), Map.of());
  }

  public RunningCommand start(String... command) {
    return Commands.start(inside(List.of(command)), Map.of());
  }

  /// Runs a program on the neighbour.
  public Outcome runOnNeighbour(String... command) {
    return Commands.run(entering(neighbour, List.of(command)), Map.of());
  }

  /// Starts a program on the neighbour.
  public RunningCommand startOnNeighbour(String... command) {
    return Commands.start(entering(neighbour, List.of(command)), Map.of());
  }

  /// Fetches a page from this host and returns its body.
  public Outcome fetch(String url) {
    return run("curl", "-sS", "--max-time", "5", url);
  }

  public Outcome fetchFromNeighbour(String url) {
    return runOnNeighbour("curl", "-sS", "--max-time", "3", url);
  }

  /// Waits until something listens on a port of this host.
  public void awaitListener(int port) {
    run("sh", "-c", untilListening(port)).orThrow();
  }

  public void awaitListenerOnNeighbour(int port) {
    runOnNeighbour("sh", "-c", untilListening(port)).orThrow();
  }

  private static String untilListening(int port) {
    var files = "/proc/net/tcp /proc/net/tcp6 /proc/net/udp /proc/net/udp6";
    return "until grep -qsi ':%04x ' %s; do sleep 0.02; done".formatted(port, files);
  }

  private static List<String> entering(String namespace, List<String> command) {
    var all = new ArrayList<>(List.of("nsenter", "--net=/run/netns/" + namespace, "--"));
    all.addAll(command);
    return List.copyOf(all);
  }

  private static void ip(String... arguments) {
    var command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    Commands.run(command, Map.of()).orThrow();
  }

  /// Names of the network devices this host has now.
  public List<String> devices() {
    return Commands.run("ip", "-n", name, "-o", "link", "show").lines().stream()
        .map(line -> line.split(":", -1)[1].strip().replaceFirst("@.*", ""))
        .toList();
  }

  @Override
  public void close() {
    if (name.isEmpty()) {
      return;
    }
    Commands.run("ip", "netns", "delete", neighbour);
    Commands.run("ip", "netns", "delete", name);
  }
}
