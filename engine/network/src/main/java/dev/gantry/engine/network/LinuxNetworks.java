package dev.gantry.engine.network;

import dev.gantry.platform.errors.AlreadyExistsException;
import dev.gantry.platform.errors.NotFoundException;
import dev.gantry.platform.errors.Subject;
import dev.gantry.platform.lifecycle.Timers;
import dev.gantry.platform.linux.NetlinkMonitor;
import dev.gantry.platform.store.Store;
import java.io.IOException;
import java.net.Inet4Address;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Networks of the kernel this process runs on.
public final class LinuxNetworks implements Networks {
  private static final Logger LOG = LoggerFactory.getLogger(LinuxNetworks.class);
  private static final Duration SWEEP_DELAY = Duration.ofSeconds(1);
  private static final Path HOST_RESOLV_CONF = Path.of("/etc/resolv.conf");

  private final NetworkState state;
  private final Sandboxes sandboxes;
  private final SandboxLocks locks = new SandboxLocks();
  private final HostKernel kernel;
  private final BridgeNetwork bridge;
  private final NetworkGuard guard;
  private final Timers timers = new Timers("network-timers");
  private final AtomicBoolean sweepPending = new AtomicBoolean();

  /// Starts the networks of the calling thread's network namespace: default networks, bridge
  /// and rules exist when this returns, and endpoints from before work again.
  ///
  /// Throws FailedPrecondition when libnftables is missing or the bridge's name is taken.
  public static LinuxNetworks open(NetworkConfig config, Store store) {
    return KernelWork.call(
        "start networks",
        () -> {
          var kernel = HostKernel.open();
          try {
            return new LinuxNetworks(config, store, kernel);
          } catch (IOException | RuntimeException e) {
            kernel.close();
            throw e;
          }
        });
  }

  private LinuxNetworks(NetworkConfig config, Store store, HostKernel kernel) throws IOException {
    this.kernel = kernel;
    state = new NetworkState(store);
    sandboxes = new Sandboxes(config.sandboxDirectory());
    var defaults =
        new DefaultNetworks(
            config, state, kernel.links(), hostNameServers(), InstantSource.system());
    var network = defaults.ensure();
    ForeignForwarding.warnOfLegacyTables();
    // From here on the guard sees what others do, and what they did before is found below.
    var monitor = NetlinkMonitor.open();
    try {
      bridge = new BridgeNetwork(network, config, state, sandboxes, locks, kernel);
    } catch (IOException | RuntimeException e) {
      monitor.close();
      throw e;
    }
    var names = InterfaceNames.of(config.bridge());
    guard =
        new NetworkGuard(
            monitor,
            new NetworkGuard.Watched(
                config.rulesTable(),
                config.bridge(),
                network.pools().getFirst().gateway(),
                name -> names.isHostInterfaceOf(name, state.endpoints()),
                bridge::repairRules,
                bridge::repairLinks));
  }

  private static List<Inet4Address> hostNameServers() throws IOException {
    return Files.exists(HOST_RESOLV_CONF)
        ? ResolvConf.parse(Files.readString(HOST_RESOLV_CONF)).ipv4Servers()
        : List.of();
  }

  @Override
  public List<Network> list() {
    return state.networks();
  }

  @Override
  public Optional<Network> find(String reference) {
    return state.findNetwork(reference);
  }

  @Override
  public Network get(String reference) {
    return find(reference)
        .orElseThrow(
            () ->
                new NotFoundException(
                    "network " + reference + " not found", new Subject("network", reference)));
  }

  @Override
  public List<Endpoint> endpoints(NetworkId network) {
    return state.endpoints(network);
  }

  @Override
  public List<Endpoint> endpoints(SandboxId sandbox) {
    return state.endpoints(sandbox);
  }

  @Override
  public Path createSandbox(SandboxId sandbox) {
    return locks.locked(
        sandbox,
        () -> KernelWork.call("create sandbox " + sandbox, () -> sandboxes.create(sandbox)));
  }

  @Override
  public Optional<Path> findSandbox(SandboxId sandbox) {
    return KernelWork.call("find sandbox " + sandbox, () -> sandboxes.find(sandbox));
  }

  @Override
  public Endpoint connect(EndpointRequest request) {
    var network = get(request.network().value());
    return locks.locked(
        request.sandbox(),
        () -> {
          if (state.find(request.sandbox(), network.id()).isPresent()) {
            throw new AlreadyExistsException(
                "endpoint with name %s already exists in network %s"
                    .formatted(request.name(), network.name()));
          }
          return switch (network.driver()) {
            case BRIDGE -> bridge.connect(request);
            case HOST, NONE -> connectWithoutLink(request);
          };
        });
  }

  private Endpoint connectWithoutLink(EndpointRequest request) {
    var endpoint =
        new Endpoint(
            EndpointId.random(),
            request.network(),
            request.sandbox(),
            request.name(),
            request.aliases(),
            Optional.empty(),
            List.of());
    state.add(endpoint);
    return endpoint;
  }

  @Override
  public void disconnect(SandboxId sandbox, NetworkId network) {
    locks.run(
        sandbox,
        () -> {
          for (Endpoint endpoint : state.find(sandbox, network).stream().toList()) {
            if (endpoint.link().isPresent()) {
              bridge.disconnect(endpoint);
            } else {
              state.remove(endpoint);
            }
          }
        });
  }

  @Override
  public void releaseSandbox(SandboxId sandbox) {
    locks.run(
        sandbox,
        () -> {
          var endpoints = state.endpoints(sandbox);
          endpoints.forEach(bridge::withdraw);
          KernelWork.run("remove sandbox " + sandbox, () -> sandboxes.remove(sandbox));
          endpoints.forEach(bridge::forget);
        });
    // Its interfaces go with the namespace, soon and many at a time. To delete them one by one
    // would hold the kernel's network lock for 20 ms each, and all other containers up.
    sweepLater();
  }

  /// Has the interfaces deleted that outlive their sandbox because a process is still in it.
  private void sweepLater() {
    if (sweepPending.compareAndSet(false, true)) {
      timers.after(
          SWEEP_DELAY,
          () -> {
            sweepPending.set(false);
            bridge.sweep();
          });
    }
  }

  @Override
  public void reconcile(Set<SandboxId> live) {
    Set<SandboxId> known = new HashSet<>(KernelWork.call("list sandboxes", sandboxes::list));
    state.endpoints().forEach(endpoint -> known.add(endpoint.sandbox()));
    for (SandboxId sandbox : known) {
      if (!live.contains(sandbox)) {
        LOG.info("sandbox of no container released sandbox={}", sandbox);
        releaseSandbox(sandbox);
      }
    }
    bridge.sweep();
    bridge.repairLinks();
    bridge.repairRules();
  }

  @Override
  public List<String> check() {
    return bridge.check();
  }

  @Override
  public void close() {
    guard.close();
    timers.close();
    bridge.close();
    kernel.close();
  }
}
