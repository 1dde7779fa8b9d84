package dev.gantry.engine.core;

import dev.gantry.engine.network.ContainerPort;
import dev.gantry.engine.network.Endpoint;
import dev.gantry.engine.network.EndpointRequest;
import dev.gantry.engine.network.Network;
import dev.gantry.engine.network.NetworkDriver;
import dev.gantry.engine.network.Networks;
import dev.gantry.engine.network.PortMapping;
import dev.gantry.engine.network.SandboxId;
import dev.gantry.engine.runtime.MountSpec;
import dev.gantry.engine.runtime.NamespaceMode;
import dev.gantry.platform.errors.ConflictException;
import dev.gantry.platform.errors.FailedPreconditionException;
import dev.gantry.platform.errors.InternalException;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.errors.ResourceExhaustedException;
import dev.gantry.platform.linux.MacAddress;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// A container's place in the network: its namespace, its connection, and the three files under
/// /etc that tell it about both.
final class ContainerNetwork {
  private final Networks networks;
  private final NeighbourNamespaces neighbours;
  private final ContainerPaths paths;
  private final EngineEvents events;
  private final EtcFiles files;
  private final Sandboxes sandboxes;

  ContainerNetwork(
      Networks networks,
      NeighbourNamespaces neighbours,
      ContainerPaths paths,
      EngineEvents events,
      EtcFiles files,
      Sandboxes sandboxes) {
    this.networks = networks;
    this.neighbours = neighbours;
    this.paths = paths;
    this.events = events;
    this.files = files;
    this.sandboxes = sandboxes;
  }

  /// Makes the namespace the container's processes will live in.
  NamespaceMode createSandbox(ContainerRecord record) {
    if (record.spec().sandbox().isPresent()) {
      return sandboxes.place(record.spec().sandbox().get()).network();
    }
    String mode = record.spec().network().mode();
    if (mode.startsWith("container:")) {
      return neighbours.network(mode.substring("container:".length()));
    }
    if (network(record).driver() == NetworkDriver.HOST) {
      return NamespaceMode.HOST;
    }
    return new NamespaceMode.Joined(networks.createSandbox(sandbox(record)));
  }

  /// Connects the namespace and writes the address into the container's hosts file.
  void connect(ContainerRecord record) {
    var settings = record.spec().network();
    if (record.spec().sandbox().isPresent()
        || settings.mode().startsWith("container:")
        || settings.disabled()) {
      return;
    }
    var network = network(record);
    if (network.driver() != NetworkDriver.HOST) {
      var endpoint = connect(request(record, network));
      write(paths.hosts(record.id()), files.hosts(settings, Optional.of(endpoint)));
    }
    publish(network, "connect", record);
  }

  /// A port that is taken is a conflict to the network and a failed start to clients, who are told
  /// so in docker's words.
  private Endpoint connect(EndpointRequest request) {
    try {
      return networks.connect(request);
    } catch (ConflictException | ResourceExhaustedException e) {
      throw new FailedPreconditionException(
          "failed to set up container networking: " + e.getMessage(), e);
    }
  }

  void release(ContainerRecord record) {
    if (record.spec().sandbox().isPresent()) {
      return;
    }
    var sandbox = sandbox(record);
    var connected = networks.endpoints(sandbox).stream().map(Endpoint::network).toList();
    networks.releaseSandbox(sandbox);
    for (Network network : networks.list()) {
      boolean host = network.driver() == NetworkDriver.HOST;
      if (host
          ? record.state().isAlive() && uses(record, network)
          : connected.contains(network.id())) {
        publish(network, "disconnect", record);
      }
    }
  }

  private static boolean uses(ContainerRecord record, Network network) {
    return networkName(record.spec().network().mode()).equals(network.name());
  }

  /// What the container is connected to, while it runs.
  List<Endpoint> endpoints(ContainerRecord record) {
    return networks.endpoints(sandbox(record));
  }

  Network network(ContainerRecord record) {
    return networks.get(networkName(record.spec().network().mode()));
  }

  static String networkName(String mode) {
    return mode.isEmpty() || mode.equals("default") ? "bridge" : mode;
  }

  private static SandboxId sandbox(ContainerRecord record) {
    return new SandboxId(record.id().value());
  }

  private static EndpointRequest request(ContainerRecord record, Network network) {
    var settings = record.spec().network();
    var wish = wish(settings, network);
    var ports = new ArrayList<PortMapping>();
    boolean bridged = network.driver() == NetworkDriver.BRIDGE;
    if (bridged) {
      new TreeMap<>(settings.portBindings())
          .forEach(
              (port, bindings) -> {
                var containerPort = ContainerPort.parse(port);
                for (var binding : bindings) {
                  ports.add(PortMapping.parse(containerPort, binding.hostIp(), binding.hostPort()));
                }
              });
    }
    var exposed = new TreeSet<ContainerPort>();
    settings.exposedPorts().forEach(port -> exposed.add(ContainerPort.parse(port)));
    String mac = wish.map(NetworkSettings.EndpointWish::macAddress).orElse("");
    return new EndpointRequest(
        sandbox(record),
        network.id(),
        record.name(),
        wish.map(NetworkSettings.EndpointWish::ipv4Address)
            .filter(address -> !address.isEmpty())
            .map(ContainerNetwork::ipv4),
        Optional.of(mac.isEmpty() ? settings.macAddress() : mac)
            .filter(address -> !address.isEmpty())
            .map(MacAddress::parse),
        wish.map(NetworkSettings.EndpointWish::aliases).orElse(List.of()),
        ports,
        exposed,
        bridged && settings.publishAll());
  }

  private static Optional<NetworkSettings.EndpointWish> wish(
      NetworkSettings settings, Network network) {
    for (String name : List.of(settings.mode(), network.name(), network.id().value(), "default")) {
      var wish = settings.endpoints().get(name);
      if (wish != null) {
        return Optional.of(wish);
      }
    }
    return Optional.empty();
  }

  private static Inet4Address ipv4(String text) {
    try {
      if (InetAddress.ofLiteral(text) instanceof Inet4Address address) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    throw new InvalidArgumentException("invalid IPv4 address: " + text);
  }

  /// Writes the files as they are before the address is known, since bind mounts need them to
  /// exist, into the container's own directory, which its log needs too.
  void writeFiles(ContainerRecord record) {
    var settings = record.spec().network();
    try {
      Files.createDirectories(paths.directory(record.id()));
    } catch (IOException e) {
      throw new InternalException("create " + paths.directory(record.id()) + ": " + e, e);
    }
    if (record.spec().sandbox().isPresent() || settings.mode().startsWith("container:")) {
      return;
    }
    write(paths.hostname(record.id()), settings.hostname() + "\n");
    boolean host = network(record).driver() == NetworkDriver.HOST;
    write(paths.resolvConf(record.id()), files.resolvConf(settings, host));
    write(
        paths.hosts(record.id()),
        host ? files.hostHosts(settings) : files.hosts(settings, Optional.empty()));
  }

  /// The files as mounts: the container's own, or those of whom it shares the network with.
  List<MountSpec> fileMounts(ContainerRecord record) {
    if (record.spec().sandbox().isPresent()) {
      return sandboxes.place(record.spec().sandbox().get()).mounts();
    }
    String mode = record.spec().network().mode();
    var owner =
        mode.startsWith("container:")
            ? neighbours.networkOwner(mode.substring("container:".length()))
            : record.id();
    boolean writable = !record.spec().isolation().readonlyRootfs();
    List<MountSpec> mounts = new ArrayList<>();
    for (Path file : List.of(paths.resolvConf(owner), paths.hostname(owner), paths.hosts(owner))) {
      mounts.add(
          new MountSpec.Bind(
              file, "/etc/" + file.getFileName(), !writable, true, MountSpec.Propagation.RPRIVATE));
    }
    return mounts;
  }

  /// The container may see the old file as long as it likes: it is written in place.
  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new InternalException("write " + file + ": " + e, e);
    }
  }

  private void publish(Network network, String action, ContainerRecord record) {
    events.publish(
        "network",
        action,
        network.id().value(),
        Map.of(
            "container", record.id().value(),
            "name", network.name(),
            "type", network.driver().wireName()));
  }
}
