package dev.gantry.engine.network;

import dev.gantry.platform.errors.FailedPreconditionException;
import dev.gantry.platform.linux.MacAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A network on a bridge of its own: addresses, links, rules and host ports of its endpoints.
///
/// Whoever calls [#connect], [#disconnect], [#withdraw] or [#forget] holds the lock of the
/// endpoint's sandbox.
final class BridgeNetwork implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BridgeNetwork.class);

  private final Network network;
  private final NetworkState state;
  private final Sandboxes sandboxes;
  private final SandboxLocks locks;
  private final BridgeLinks links;
  private final Firewall firewall;
  private final DatagramFlows flows;
  private final AddressAllocator addresses;
  private final HostPorts hostPorts;

  /// Makes bridge and rules, and has the endpoints from before work again.
  BridgeNetwork(
      Network network,
      NetworkConfig config,
      NetworkState state,
      Sandboxes sandboxes,
      SandboxLocks locks,
      HostKernel kernel)
      throws IOException {
    this.network = network;
    this.state = state;
    this.sandboxes = sandboxes;
    this.locks = locks;
    var pool = network.pools().getFirst();
    var bridge = network.bridge().orElseThrow();
    var names = InterfaceNames.of(bridge);
    links = new BridgeLinks(kernel.links(), names, bridge, pool, config.mtu());
    firewall =
        new Firewall(
            kernel.rules(), new Ruleset(config.rulesTable(), bridge, pool.subnet(), names));
    flows = new DatagramFlows(kernel.connections(), kernel.links());
    addresses = new AddressAllocator(network.name(), pool, state.leases(network.id()));
    links.ensureBridge();
    firewall.install(endpoints());
    hostPorts = HostPorts.open();
    endpoints().forEach(hostPorts::occupyAgain);
  }

  List<Endpoint> endpoints() {
    return state.endpoints(network.id());
  }

  /// Gives a sandbox an address, host ports, an interface and rules, or nothing of it.
  Endpoint connect(EndpointRequest request) {
    var sandbox =
        KernelWork.call(
                "find sandbox " + request.sandbox(), () -> sandboxes.find(request.sandbox()))
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
    var pool = network.pools().getFirst();
    return new Endpoint(
        id,
        network.id(),
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
    Set<String> used = new HashSet<>();
    for (Endpoint endpoint : state.endpoints(sandbox)) {
      endpoint.link().ifPresent(link -> used.add(link.interfaceName()));
    }
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

  /// Undoes [#connect] for a sandbox that lives on.
  void disconnect(Endpoint endpoint) {
    withdraw(endpoint);
    unplug(endpoint);
    forget(endpoint);
  }

  /// Takes an endpoint's rules away and frees its host ports. Comes before anything else:
  /// without rules its address can do no harm when it is in other hands.
  void withdraw(Endpoint endpoint) {
    KernelWork.run("close the firewall for " + endpoint.id(), () -> firewall.remove(endpoint));
    flows.forget(endpoint);
    hostPorts.release(endpoint.id());
  }

  /// Frees an endpoint's address, after [#withdraw].
  void forget(Endpoint endpoint) {
    state.remove(endpoint);
    endpoint.link().ifPresent(link -> addresses.release(link.address().ip()));
  }

  /// Deletes interfaces that no endpoint has.
  void sweep() {
    KernelWork.run("delete stray interfaces", () -> links.deleteStrays(this::endpoints));
  }

  void repairRules() {
    KernelWork.run(
        "repair firewall rules",
        () -> {
          if (firewall.reassert()) {
            LOG.warn("firewall rules were changed by others and are restored");
          }
        });
  }

  void repairLinks() {
    KernelWork.run(
        "repair links",
        () -> {
          if (!links.bridgeIsIntact()) {
            links.ensureBridge();
            LOG.warn("bridge was changed by others and is restored");
          }
          for (Endpoint endpoint : links.unplugged(endpoints())) {
            locks.run(endpoint.sandbox(), () -> replug(endpoint));
          }
        });
  }

  /// Restores an endpoint's interfaces, unless it has ended or been repaired meanwhile.
  private void replug(Endpoint endpoint) {
    KernelWork.run(
        "repair the link of sandbox " + endpoint.sandbox(),
        () -> {
          var current = state.find(endpoint.sandbox(), network.id());
          if (!current.equals(Optional.of(endpoint))
              || links.unplugged(List.of(endpoint)).isEmpty()) {
            return;
          }
          var sandbox = sandboxes.find(endpoint.sandbox());
          if (links.hasInterface(endpoint)) {
            links.enslave(endpoint);
          } else if (sandbox.isPresent()) {
            plug(endpoint, sandbox.get());
          } else {
            LOG.warn("sandbox of an endpoint is gone sandbox={}", endpoint.sandbox());
            return;
          }
          LOG.warn("link was changed by others and is restored sandbox={}", endpoint.sandbox());
        });
  }

  /// What is wrong, in sentences.
  List<String> check() {
    return KernelWork.call(
        "check network " + network.name(),
        () -> {
          List<String> problems = new ArrayList<>(firewall.problems());
          if (!links.bridgeIsIntact()) {
            problems.add("the bridge or its address is missing");
          }
          for (Endpoint endpoint : links.unplugged(endpoints())) {
            problems.add("no interface for sandbox " + endpoint.sandbox());
          }
          for (Endpoint endpoint : endpoints()) {
            if (sandboxes.find(endpoint.sandbox()).isEmpty()) {
              problems.add("no network namespace for sandbox " + endpoint.sandbox());
            }
          }
          return problems;
        });
  }

  /// Frees what belongs to this process. With the last endpoint gone, bridge and rules go too.
  @Override
  public void close() {
    hostPorts.close();
    if (endpoints().isEmpty()) {
      KernelWork.run(
          "remove bridge and rules",
          () -> {
            links.deleteStrays(List::of);
            firewall.uninstall();
            links.removeBridge();
          });
    }
  }
}
