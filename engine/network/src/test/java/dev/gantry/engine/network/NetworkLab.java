package dev.gantry.engine.network;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gantry.platform.linux.Fd;
import dev.gantry.platform.linux.MacAddress;
import dev.gantry.platform.linux.NamespaceKind;
import dev.gantry.platform.linux.Namespaces;
import dev.gantry.platform.linux.Netlink;
import dev.gantry.platform.linux.NetlinkRequest;
import dev.gantry.platform.linux.OpenFlag;
import dev.gantry.platform.store.MemoryStore;
import dev.gantry.platform.store.Store;
import dev.gantry.platform.testkit.TemporaryRoot;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A host with an engine's networks on it, a neighbour in its LAN, and containers.
///
/// The host is the namespace the tests run in (see [OwnNetworkNamespace]); its address in the
/// LAN is 192.168.50.1, the neighbour's 192.168.50.2. The neighbour is hostile: it sends
/// packets for the containers' own addresses to the host.
final class NetworkLab implements BeforeEachCallback, AfterEachCallback {
  static final String HOST_IP = "192.168.50.1";
  static final String LAN_IP = "192.168.50.2";
  static final String BRIDGE = "gantry-lab";

  private final TemporaryRoot root = new TemporaryRoot();
  private final List<Peer> peers = new ArrayList<>();
  private Store store = new MemoryStore();
  private Optional<LinuxNetworks> networks = Optional.empty();
  private int containers;

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    assumeTrue(OwnNetworkNamespace.entered(), "not in a network namespace of our own");
    root.beforeEach(context);
    store = new MemoryStore();
    containers = 0;
    connectLan();
    open();
  }

  private void connectLan() throws Exception {
    var pin = root.resolve("lan");
    Namespaces.system().create(NamespaceKind.NETWORK, pin);
    var lanIp = ip(LAN_IP);
    try (var host = Netlink.open();
        var lan = Namespaces.system().call(NamespaceKind.NETWORK, pin, Netlink::open);
        var fd = Fd.open(pin, OpenFlag.READ_ONLY)) {
      host.execute(
          NetlinkRequest.createVeth("lan0", 1500, fd, "eth0", MacAddress.of(lanIp)),
          NetlinkRequest.up("lan0"));
      host.execute(NetlinkRequest.addAddress(host.linkIndex("lan0"), ip(HOST_IP), 24));
      int eth0 = lan.linkIndex("eth0");
      lan.execute(NetlinkRequest.addAddress(eth0, lanIp, 24), NetlinkRequest.up("eth0"));
      lan.execute(NetlinkRequest.addDefaultRoute(ip(HOST_IP), eth0));
    }
  }

  static Inet4Address ip(String literal) {
    return (Inet4Address) InetAddress.ofLiteral(literal);
  }

  /// (Re)starts the engine's networks, with the same store.
  LinuxNetworks open() {
    networks = Optional.of(LinuxNetworks.open(config(BRIDGE), store));
    return networks.get();
  }

  NetworkConfig config(String bridge) {
    return new NetworkConfig(
        bridge,
        Optional.empty(),
        PoolTemplate.DOCKER_DEFAULTS,
        root.resolve(bridge + "-netns"),
        OptionalInt.empty());
  }

  Store store() {
    return store;
  }

  TemporaryRoot root() {
    return root;
  }

  LinuxNetworks networks() {
    return networks.orElseThrow();
  }

  NetworkId bridge() {
    return networks().get("bridge").id();
  }

  /// A new container's sandbox, connected to the default network.
  Container container(String... publish) {
    var id = new SandboxId("container-" + ++containers);
    return container(networks(), id, publish);
  }

  Container container(Networks networks, SandboxId id, String... publish) {
    var pin = networks.createSandbox(id);
    var ports = List.of(publish).stream().map(NetworkLab::mapping).toList();
    var request = EndpointRequest.of(id, networks.get("bridge").id(), id.value()).withPorts(ports);
    var endpoint = networks.connect(request);
    var peer = new Peer(id.value(), pin);
    peers.add(peer);
    return new Container(id, endpoint, peer);
  }

  /// Reads `[hostIp:]hostPort:containerPort[/proto]`.
  static PortMapping mapping(String text) {
    int containerPort = text.lastIndexOf(':');
    int hostPort = text.lastIndexOf(':', containerPort - 1);
    return PortMapping.parse(
        ContainerPort.parse(text.substring(containerPort + 1)),
        hostPort < 0 ? "" : text.substring(0, hostPort),
        text.substring(hostPort + 1, containerPort));
  }

  Peer host() {
    return peer("host", NamespaceKind.NETWORK.ofThisThread());
  }

  Peer lan() {
    return peer("lan", root.resolve("lan"));
  }

  private Peer peer(String name, Path namespace) {
    var peer = new Peer(name, namespace);
    peers.add(peer);
    return peer;
  }

  record Container(SandboxId id, Endpoint endpoint, Peer peer) {
    String ip() {
      return endpoint.link().orElseThrow().address().ip().getHostAddress();
    }
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    if (!OwnNetworkNamespace.entered()) {
      return;
    }
    for (Peer peer : peers) {
      peer.close();
    }
    if (networks.isPresent()) {
      networks.get().reconcile(Set.of());
      networks.get().close();
    }
    try (var host = Netlink.open()) {
      host.execute(NetlinkRequest.deleteLink("lan0"));
    }
    root.afterEach(context);
  }
}
