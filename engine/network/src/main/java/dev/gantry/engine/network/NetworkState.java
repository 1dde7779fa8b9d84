package dev.gantry.engine.network;

import dev.gantry.platform.json.Json;
import dev.gantry.platform.store.Durability;
import dev.gantry.platform.store.Entry;
import dev.gantry.platform.store.Store;
import dev.gantry.platform.store.Transaction;
import java.net.Inet4Address;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Networks, endpoints and address leases in the store.
///
/// An endpoint and the lease of its address are created and deleted in one transaction, and a
/// lease is created only where none is, so no two endpoints have one address whatever happens.
/// Endpoints are written lazily: after a power cut no container runs, and none needs its
/// address.
final class NetworkState {
  private static final String NETWORKS = "/network/networks/";
  private static final String ENDPOINTS = "/network/endpoints/";
  private static final String ADDRESSES = "/network/addresses/";

  private final Store store;

  /// What is stored, since nobody else writes it and every connection asks for it.
  private volatile List<Network> networks;

  private final ConcurrentHashMap<String, Stored> endpoints = new ConcurrentHashMap<>();

  private record Stored(Endpoint endpoint, long revision) {}

  NetworkState(Store store) {
    this.store = store;
    networks = storedNetworks();
    entries(ENDPOINTS)
        .forEach(
            entry ->
                endpoints.put(entry.key(), new Stored(endpoint(entry.value()), entry.revision())));
  }

  /// The oldest first.
  List<Network> networks() {
    return networks;
  }

  /// Finds a network by name, id or unambiguous beginning of an id, in this order.
  Optional<Network> findNetwork(String reference) {
    return first(network -> network.name().equals(reference))
        .or(() -> first(network -> network.id().value().equals(reference)))
        .or(() -> findNetworkByPrefix(reference));
  }

  private Optional<Network> first(Predicate<Network> wanted) {
    return networks.stream().filter(wanted).findFirst();
  }

  private Optional<Network> findNetworkByPrefix(String prefix) {
    var matches =
        networks.stream().filter(network -> network.id().value().startsWith(prefix)).toList();
    return !prefix.isEmpty() && matches.size() == 1
        ? Optional.of(matches.getFirst())
        : Optional.empty();
  }

  private List<Network> storedNetworks() {
    return entries(NETWORKS)
        .map(entry -> Json.read(entry.value(), NetworkDocument.class).toNetwork())
        .toList();
  }

  void put(Network network) {
    store.put(NETWORKS + network.id(), Json.bytes(NetworkDocument.of(network)), Durability.SYNCED);
    networks = storedNetworks();
  }

  /// All of them, in the order of connecting.
  List<Endpoint> endpoints() {
    return endpoints.values().stream()
        .sorted(Comparator.comparingLong(Stored::revision))
        .map(Stored::endpoint)
        .toList();
  }

  /// Those of one sandbox, in the order of connecting.
  List<Endpoint> endpoints(SandboxId sandbox) {
    return endpoints().stream().filter(endpoint -> endpoint.sandbox().equals(sandbox)).toList();
  }

  /// Those of one network, in the order of connecting.
  List<Endpoint> endpoints(NetworkId network) {
    return endpoints().stream().filter(endpoint -> endpoint.network().equals(network)).toList();
  }

  Optional<Endpoint> find(SandboxId sandbox, NetworkId network) {
    return Optional.ofNullable(endpoints.get(key(sandbox, network))).map(Stored::endpoint);
  }

  /// Throws AlreadyExists when the sandbox is connected already or the address is leased.
  void add(Endpoint endpoint) {
    var key = key(endpoint.sandbox(), endpoint.network());
    var transaction = Transaction.of().create(key, Json.bytes(EndpointDocument.of(endpoint)));
    var lease = leaseKey(endpoint);
    if (lease.isPresent()) {
      byte[] owner = endpoint.id().value().getBytes(StandardCharsets.US_ASCII);
      transaction = transaction.create(lease.get(), owner);
    }
    long revision = store.commit(transaction, Durability.LAZY);
    endpoints.put(key, new Stored(endpoint, revision));
  }

  void remove(Endpoint endpoint) {
    var key = key(endpoint.sandbox(), endpoint.network());
    var transaction = Transaction.of().delete(key);
    var lease = leaseKey(endpoint);
    if (lease.isPresent()) {
      transaction = transaction.delete(lease.get());
    }
    store.commit(transaction, Durability.LAZY);
    endpoints.remove(key);
  }

  /// The addresses of a network that are in use.
  List<Inet4Address> leases(NetworkId network) {
    var prefix = ADDRESSES + network + "/";
    return entries(prefix)
        .map(entry -> entry.key().substring(prefix.length()))
        .map(literal -> IpLiteral.parseIpv4(literal))
        .toList();
  }

  private Stream<Entry> entries(String prefix) {
    return store.list(prefix).entries().stream()
        .sorted(Comparator.comparingLong(Entry::createRevision));
  }

  private static Endpoint endpoint(byte[] value) {
    return Json.read(value, EndpointDocument.class).toEndpoint();
  }

  private static String key(SandboxId sandbox, NetworkId network) {
    return ENDPOINTS + sandbox + "/" + network;
  }

  private static Optional<String> leaseKey(Endpoint endpoint) {
    return endpoint
        .link()
        .map(link -> link.address().ip().getHostAddress())
        .map(address -> ADDRESSES + endpoint.network() + "/" + address);
  }
}
