package dev.gantry.engine.network;

import dev.gantry.platform.errors.AlreadyExistsException;
import dev.gantry.platform.errors.FailedPreconditionException;
import dev.gantry.platform.errors.NotFoundException;
import dev.gantry.platform.errors.Subject;
import dev.gantry.platform.errors.UnavailableException;
import dev.gantry.platform.lifecycle.KeyedLock;
import dev.gantry.platform.lifecycle.Timers;
import dev.gantry.platform.linux.Conntrack;
import dev.gantry.platform.linux.MacAddress;
import dev.gantry.platform.linux.Netlink;
import dev.gantry.platform.linux.NetlinkMonitor;
import dev.gantry.platform.linux.Nftables;
import dev.gantry.platform.store.Store;
import java.io.IOException;
import java.net.Inet4Address;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Networks of the kernel this process runs on.
public final class LinuxNetworks implements Networks {
  private static final Logger LOG = LoggerFactory.getLogger(LinuxNetworks.class);
  private static final Duration SWEEP_DELAY = Duration.ofSeconds(1);
  private static final Path HOST_RESOLV_CONF = Path.of("/etc/resolv.conf");

  private final NetworkState state;
  private final Sandboxes sandboxes;
  private final Netlink host;
  private final Nftables nftables;
  private final NetworkId bridgeNetwork;
  private final BridgeLinks links;
  private final Firewall firewall;
  private final Conntrack conntrack;
  private final DatagramFlows flows;
  private final HostPorts hostPorts;
  private final AddressAllocator addresses;
  private final NetworkGuard guard;
  private final KeyedLock<SandboxId> locks = new KeyedLock<>();
  private final Timers timers = new Timers("network-timers");
  private final AtomicBoolean sweepPending = new AtomicBoolean();

  /// Starts the networks of the calling thread's network namespace: default networks, bridge
  /// and rules exist when this returns, and endpoints from before work again.
  ///
  /// Throws FailedPrecondition when libnftables is missing or the bridge's name is taken.
  public static LinuxNetworks open(NetworkConfig config, Store store) {
    return open(config, store, InstantSource.system());
  }

  static LinuxNetworks open(NetworkConfig config, Store store, InstantSource clock) {
    return KernelWork.call(
        "start networks",
        () -> {
          var undo = new UndoStack();
          try {
            return new LinuxNetworks(config, store, clock, undo);
          } catch (IOException | RuntimeException e) {
            var reason = e instanceof RuntimeException r ? r : new IllegalStateException(e);
            undo.run(reason);
            throw e;
          }
        });
  }

  private LinuxNetworks(NetworkConfig config, Store store, InstantSource clock, UndoStack undo)
      throws IOException {
    state = new NetworkState(store);
    sandboxes = new Sandboxes(config.sandboxDirectory());
    host = Netlink.open();
    undo.push(host::close);
    nftables = Nftables.open();
    undo.push(nftables::close);
    conntrack = Conntrack.open();
    undo.push(conntrack::close);
    flows = new DatagramFlows(conntrack, host);
    var monitor = NetlinkMonitor.open();
    undo.push(monitor::close);
    var network = new DefaultNetworks(config, state, host, hostNameServers(), clock).ensure();
    bridgeNetwork = network.id();
    var pool = network.pools().getFirst();
    var names = InterfaceNames.of(config.bridge());
    links = new BridgeLinks(host, names, config.bridge(), pool, config.mtu());
    links.ensureBridge();
    addresses = new AddressAllocator(network.name(), pool, state.leases(network.id()));
    var ruleset = new Ruleset(config.rulesTable(), config.bridge(), pool.subnet(), names);
    firewall = new Firewall(nftables, ruleset);
    hostPorts = HostPorts.open();
    undo.push(hostPorts::close);
    var endpoints = state.endpoints();
    firewall.install(endpoints);
    ForeignForwarding.warnOfLegacyTables();
    endpoints.forEach(hostPorts::occupyAgain);
    guard =
        new NetworkGuard(
            monitor,
            new NetworkGuard.Watched(
                config.rulesTable(),
                config.bridge(),
                pool.gateway(),
                name -> names.isHostInterfaceOf(name, state.endpoints()),
                this::repairRules,
                this::repairLinks));
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
    var networks = list();
    return first(networks, network -> network.name().equals(reference))
        .or(() -> first(networks, network -> network.id().value().equals(reference)))
        .or(() -> findByPrefix(networks, reference));
  }

  private static Optional<Network> first(List<Network> networks, Predicate<Network> wanted) {
    return networks.stream().filter(wanted).findFirst();
  }

  private static Optional<Network> findByPrefix(List<Network> networks, String prefix) {
    var matches =
        networks.stream().filter(network -> network.id().value().startsWith(prefix)).toList();
    return !prefix.isEmpty() && matches.size() == 1
        ? Optional.of(matches.getFirst())
        : Optional.empty();
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
    return state.endpoints().stream()
        .filter(endpoint -> endpoint.network().equals(network))
        .toList();
  }

  @Override
  public List<Endpoint> endpoints(SandboxId sandbox) {
    return state.endpoints(sandbox);
  }

  @Override
  public Path createSandbox(SandboxId sandbox) {
    return locked(
        sandbox,
        () -> KernelWork.call("create sandbox " + sandbox, () -> sandboxes.create(sandbox)));
  }

  @Override
  public Optional<Path> findSandbox(SandboxId sandbox) {
    return KernelWork.call("find sandbox " + sandbox, () -> sandboxes.find(sandbox));
  }

  @Override
  public Endpoint connect(EndpointRequest request) {
    return locked(request.sandbox(), () -> connectLocked(request));
  }

  private Endpoint connectLocked(EndpointRequest request) {
    var network = get(request.network().value());
    if (state.find(request.sandbox(), network.id()).isPresent()) {
      throw new AlreadyExistsException(
          "endpoint with name %s already exists in network %s"
              .formatted(request.name(), network.name()));
    }
    return switch (network.driver()) {
      case BRIDGE -> connectToBridge(request);
      case HOST, NONE -> connectWithoutLink(request);
    };
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

  private Endpoint connectToBridge(EndpointRequest request) {
    var sandbox =
        findSandbox(request.sandbox())
            .orElseThrow(
                () ->
                    new FailedPreconditionException(
                        "no network namespace for sandbox " + request.sandbox()));
    var undo = new UndoStack();
    try {
      var endpoint = allocate(request, undo);
      undo.push(() -> state.remove(endpoint));
      state.add(endpoint);
      undo.push(() -> unplug(endpoint));
      plug(endpoint, sandbox);
      KernelWork.run("open the firewall for " + endpoint.id(), () -> firewall.add(endpoint));
      flows.forget(endpoint);
      return endpoint;
    } catch (RuntimeException e) {
      undo.run(e);
      throw e;
    }
  }

  /// Takes an address and host ports, and decides on names.
  private Endpoint allocate(EndpointRequest request, UndoStack undo) {
    var id = EndpointId.random();
    var ip = request.address().map(addresses::take).orElseGet(addresses::take);
    undo.push(() -> addresses.release(ip));
    var ports = hostPorts.publish(id, request, ip);
    undo.push(() -> hostPorts.release(id));
    var pool = get(request.network().value()).pools().getFirst();
    return new Endpoint(
        id,
        request.network(),
        request.sandbox(),
        request.name(),
        request.aliases(),
        Optional.of(
            new Endpoint.Link(
                freeInterfaceName(request.sandbox()),
                new InterfaceAddress(ip, pool.subnet().prefixLength()),
                request.mac().orElseGet(() -> MacAddress.of(ip)),
                Optional.of(pool.gateway()))),
        ports);
  }

  private String freeInterfaceName(SandboxId sandbox) {
    var used = new HashSet<String>();
    state
        .endpoints(sandbox)
        .forEach(endpoint -> endpoint.link().ifPresent(link -> used.add(link.interfaceName())));
    return IntStream.iterate(0, i -> i + 1)
        .mapToObj(i -> "eth" + i)
        .filter(name -> !used.contains(name))
        .findFirst()
        .orElseThrow();
  }

  private void plug(Endpoint endpoint, Path sandbox) {
    KernelWork.run(
        "connect sandbox " + endpoint.sandbox(),
        () -> {
          try (var inside = sandboxes.open(endpoint.sandbox())) {
            links.plug(endpoint, sandbox, inside);
          }
        });
  }

  private void unplug(Endpoint endpoint) {
    KernelWork.run("disconnect sandbox " + endpoint.sandbox(), () -> links.unplug(endpoint));
  }

  @Override
  public void disconnect(SandboxId sandbox, NetworkId network) {
    locked(
        sandbox,
        () -> {
          state.find(sandbox, network).ifPresent(this::disconnectLocked);
          return true;
        });
  }

  private void disconnectLocked(Endpoint endpoint) {
    if (endpoint.link().isPresent()) {
      unpublish(endpoint);
      unplug(endpoint);
    }
    forget(endpoint);
  }

  /// Takes the rules away and frees the host ports. Comes before anything else: without rules
  /// the address can do no harm when it is in other hands.
  private void unpublish(Endpoint endpoint) {
    KernelWork.run("close the firewall for " + endpoint.id(), () -> firewall.remove(endpoint));
    flows.forget(endpoint);
    hostPorts.release(endpoint.id());
  }

  private void forget(Endpoint endpoint) {
    state.remove(endpoint);
    endpoint.link().ifPresent(link -> addresses.release(link.address().ip()));
  }

  @Override
  public void releaseSandbox(SandboxId sandbox) {
    locked(
        sandbox,
        () -> {
          var endpoints = state.endpoints(sandbox);
          endpoints.forEach(this::unpublish);
          KernelWork.run("remove sandbox " + sandbox, () -> sandboxes.remove(sandbox));
          endpoints.forEach(this::forget);
          return true;
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
            sweep();
          });
    }
  }

  private void sweep() {
    KernelWork.run("delete stray interfaces", () -> links.deleteStrays(state::endpoints));
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
    sweep();
    repairLinks();
    repairRules();
  }

  private void repairRules() {
    KernelWork.run(
        "repair firewall rules",
        () -> {
          if (firewall.reassert()) {
            LOG.warn("firewall rules were changed by others and are restored");
          }
        });
  }

  private void repairLinks() {
    KernelWork.run(
        "repair links",
        () -> {
          if (!links.bridgeIsIntact()) {
            links.ensureBridge();
            LOG.warn("bridge was changed by others and is restored");
          }
          for (Endpoint endpoint : links.unplugged(endpoints(bridgeNetwork))) {
            locked(endpoint.sandbox(), () -> replug(endpoint));
          }
        });
  }

  /// Restores an endpoint's interfaces, unless it has ended or been repaired meanwhile.
  private boolean replug(Endpoint endpoint) {
    return KernelWork.call(
        "repair the link of sandbox " + endpoint.sandbox(),
        () -> {
          var current = state.find(endpoint.sandbox(), endpoint.network());
          if (!current.equals(Optional.of(endpoint))
              || links.unplugged(List.of(endpoint)).isEmpty()) {
            return false;
          }
          if (links.hasInterface(endpoint)) {
            links.enslave(endpoint);
          } else {
            var sandbox = sandboxes.find(endpoint.sandbox());
            if (sandbox.isEmpty()) {
              LOG.warn("sandbox of an endpoint is gone sandbox={}", endpoint.sandbox());
              return false;
            }
            plug(endpoint, sandbox.get());
          }
          LOG.warn("link was changed by others and is restored sandbox={}", endpoint.sandbox());
          return true;
        });
  }

  @Override
  public List<String> check() {
    return KernelWork.call(
        "check networks",
        () -> {
          List<String> problems = new ArrayList<>(firewall.problems());
          if (!links.bridgeIsIntact()) {
            problems.add("the bridge or its address is missing");
          }
          var endpoints = endpoints(bridgeNetwork);
          links
              .unplugged(endpoints)
              .forEach(endpoint -> problems.add("no interface for sandbox " + endpoint.sandbox()));
          for (Endpoint endpoint : endpoints) {
            if (sandboxes.find(endpoint.sandbox()).isEmpty()) {
              problems.add("no network namespace for sandbox " + endpoint.sandbox());
            }
          }
          return problems;
        });
  }

  private <T> T locked(SandboxId sandbox, Supplier<T> work) {
    try (var _ = locks.lock(sandbox)) {
      return work.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted while waiting for sandbox " + sandbox, e);
    }
  }

  @Override
  public void close() {
    guard.close();
    timers.close();
    hostPorts.close();
    if (state.endpoints().isEmpty()) {
      KernelWork.run(
          "remove bridge and rules",
          () -> {
            links.deleteStrays(List::of);
            firewall.uninstall();
            links.removeBridge();
          });
    }
    conntrack.close();
    nftables.close();
    host.close();
  }
}
