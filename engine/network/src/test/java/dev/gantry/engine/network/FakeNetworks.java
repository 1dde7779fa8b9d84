package dev.gantry.engine.network;

import dev.gantry.platform.errors.AlreadyExistsException;
import dev.gantry.platform.errors.ConflictException;
import dev.gantry.platform.errors.FailedPreconditionException;
import dev.gantry.platform.errors.NotFoundException;
import dev.gantry.platform.linux.MacAddress;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Networks that exist in memory only: addresses and ports are given and refused as usual, but
/// no packet ever flows, and the pins of sandboxes are names of files that don't exist.
public final class FakeNetworks implements Networks {
  private static final int FIRST_DYNAMIC_PORT = 32768;

  private final Path directory;
  private final List<Network> networks =
      List.of(
          network("bridge", NetworkDriver.BRIDGE, AddressPool.of(Subnet.parse("172.17.0.0/16"))),
          network("host", NetworkDriver.HOST),
          network("none", NetworkDriver.NONE));
  private final AddressAllocator addresses =
      new AddressAllocator("bridge", networks.getFirst().pools().getFirst(), List.of());

  /// Sandboxes and what they are connected to. Guarded by this.
  private final Map<SandboxId, List<Endpoint>> sandboxes = new LinkedHashMap<>();

  private final Set<SandboxId> created = new HashSet<>();

  /// @param directory what the paths of sandboxes begin with
  public FakeNetworks(Path directory) {
    this.directory = directory;
  }

  private static Network network(String name, NetworkDriver driver, AddressPool... pools) {
    return new Network(
        NetworkId.random(), name, driver, Instant.EPOCH, List.of(pools), false, Map.of(), Map.of());
  }

  @Override
  public List<Network> list() {
    return networks;
  }

  @Override
  public Optional<Network> find(String reference) {
    return networks.stream()
        .filter(
            network ->
                network.name().equals(reference)
                    || (!reference.isEmpty() && network.id().value().startsWith(reference)))
        .findFirst();
  }

  @Override
  public Network get(String reference) {
    return find(reference)
        .orElseThrow(() -> new NotFoundException("network " + reference + " not found"));
  }

  private synchronized List<Endpoint> all() {
    return sandboxes.values().stream().flatMap(List::stream).toList();
  }

  @Override
  public List<Endpoint> endpoints(NetworkId network) {
    return all().stream().filter(endpoint -> endpoint.network().equals(network)).toList();
  }

  @Override
  public synchronized List<Endpoint> endpoints(SandboxId sandbox) {
    return List.copyOf(sandboxes.getOrDefault(sandbox, List.of()));
  }

  @Override
  public synchronized Path createSandbox(SandboxId sandbox) {
    created.add(sandbox);
    return directory.resolve(sandbox.value());
  }

  @Override
  public synchronized Optional<Path> findSandbox(SandboxId sandbox) {
    return created.contains(sandbox)
        ? Optional.of(directory.resolve(sandbox.value()))
        : Optional.empty();
  }

  @Override
  public synchronized Endpoint connect(EndpointRequest request) {
    var network = get(request.network().value());
    var present = endpoints(request.sandbox());
    if (present.stream().anyMatch(endpoint -> endpoint.network().equals(network.id()))) {
      throw new AlreadyExistsException(
          "endpoint with name %s already exists in network %s"
              .formatted(request.name(), network.name()));
    }
    var id = EndpointId.random();
    Optional<Endpoint.Link> link = Optional.empty();
    List<PublishedPort> ports = List.of();
    if (network.driver() == NetworkDriver.BRIDGE) {
      if (findSandbox(request.sandbox()).isEmpty()) {
        throw new FailedPreconditionException(
            "no network namespace for sandbox " + request.sandbox());
      }
      ports = publish(id, request);
      var pool = network.pools().getFirst();
      var ip = request.address().map(addresses::take).orElseGet(addresses::take);
      link =
          Optional.of(
              new Endpoint.Link(
                  "eth" + present.size(),
                  new InterfaceAddress(ip, pool.subnet().prefixLength()),
                  request.mac().orElseGet(() -> MacAddress.of(ip)),
                  Optional.of(pool.gateway())));
    }
    var endpoint =
        new Endpoint(
            id, network.id(), request.sandbox(), request.name(), request.aliases(), link, ports);
    sandboxes.computeIfAbsent(request.sandbox(), _ -> new ArrayList<>()).add(endpoint);
    return endpoint;
  }

  private List<PublishedPort> publish(EndpointId id, EndpointRequest request) {
    List<PublishedPort> published = new ArrayList<>();
    for (PortMapping mapping : request.ports()) {
      published.add(publish(id, request.name(), mapping, published));
    }
    if (request.publishAll()) {
      request.exposedPorts().stream()
          .filter(port -> published.stream().noneMatch(p -> p.containerPort().equals(port)))
          .sorted()
          .map(port -> PortMapping.parse(port, "", ""))
          .toList()
          .forEach(mapping -> published.add(publish(id, request.name(), mapping, published)));
    }
    return published;
  }

  private PublishedPort publish(
      EndpointId id, String name, PortMapping mapping, List<PublishedPort> mine) {
    var address = mapping.hostAddress().orElse(InetAddress.ofLiteral("0.0.0.0"));
    var candidates =
        mapping.anyHostPort()
            ? IntStream.range(FIRST_DYNAMIC_PORT, 65536)
            : IntStream.rangeClosed(mapping.firstHostPort(), mapping.lastHostPort());
    int port =
        candidates
            .filter(candidate -> isFree(mapping, address, candidate, mine))
            .findFirst()
            .orElseThrow(
                () ->
                    new ConflictException(
                        ("driver failed programming external connectivity on endpoint %s (%s):"
                                + " Bind for %s:%d failed: port is already allocated")
                            .formatted(
                                name, id, address.getHostAddress(), mapping.lastHostPort())));
    return new PublishedPort(mapping.containerPort(), address, port);
  }

  private boolean isFree(
      PortMapping mapping, InetAddress address, int port, List<PublishedPort> mine) {
    return Stream.concat(
            mine.stream(), all().stream().flatMap(endpoint -> endpoint.ports().stream()))
        .noneMatch(
            taken ->
                taken.hostPort() == port
                    && taken.containerPort().protocol() == mapping.containerPort().protocol()
                    && (taken.hostAddress().equals(address)
                        || address.isAnyLocalAddress()
                        || taken.hostAddress().isAnyLocalAddress()));
  }

  @Override
  public synchronized void disconnect(SandboxId sandbox, NetworkId network) {
    for (Endpoint endpoint : endpoints(sandbox)) {
      if (endpoint.network().equals(network)) {
        forget(endpoint);
      }
    }
  }

  private void forget(Endpoint endpoint) {
    sandboxes.getOrDefault(endpoint.sandbox(), List.of()).remove(endpoint);
    Optional<Inet4Address> ip = endpoint.link().map(link -> link.address().ip());
    ip.ifPresent(addresses::release);
  }

  @Override
  public synchronized void releaseSandbox(SandboxId sandbox) {
    endpoints(sandbox).forEach(this::forget);
    sandboxes.remove(sandbox);
    created.remove(sandbox);
  }

  @Override
  public synchronized void reconcile(Set<SandboxId> live) {
    Stream.concat(created.stream(), sandboxes.keySet().stream())
        .filter(sandbox -> !live.contains(sandbox))
        .toList()
        .forEach(this::releaseSandbox);
  }

  @Override
  public List<String> check() {
    return List.of();
  }

  @Override
  public void close() {}
}
