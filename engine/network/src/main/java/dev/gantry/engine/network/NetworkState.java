package dev.gantry.engine.network;

import dev.gantry.platform.json.Json;
import dev.gantry.platform.store.Durability;
import dev.gantry.platform.store.Entry;
import dev.gantry.platform.store.Store;
import dev.gantry.platform.store.Transaction;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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

  NetworkState(Store store) {
    this.store = store;
  }

  /// The oldest first.
  List<Network> networks() {
    return entries(NETWORKS)
        .map(entry -> Json.read(entry.value(), NetworkDocument.class).toNetwork())
        .toList();
  }

  void put(Network network) {
    store.put(NETWORKS + network.id(), Json.bytes(NetworkDocument.of(network)), Durability.SYNCED);
  }

  List<Endpoint> endpoints() {
    return endpoints(ENDPOINTS);
  }

  /// In the order of connecting.
  List<Endpoint> endpoints(SandboxId sandbox) {
    return endpoints(ENDPOINTS + sandbox + "/");
  }

  private List<Endpoint> endpoints(String prefix) {
    return entries(prefix).map(entry -> endpoint(entry.value())).toList();
  }

  Optional<Endpoint> find(SandboxId sandbox, NetworkId network) {
    return store.find(key(sandbox, network)).map(entry -> endpoint(entry.value()));
  }

  /// Throws AlreadyExists when the sandbox is connected already or the address is leased.
  void add(Endpoint endpoint) {
    var transaction =
        Transaction.of()
            .create(
                key(endpoint.sandbox(), endpoint.network()),
                Json.bytes(EndpointDocument.of(endpoint)));
    var lease = leaseKey(endpoint);
    if (lease.isPresent()) {
      byte[] owner = endpoint.id().value().getBytes(StandardCharsets.US_ASCII);
      transaction = transaction.create(lease.get(), owner);
    }
    store.commit(transaction, Durability.LAZY);
  }

  void remove(Endpoint endpoint) {
    var transaction = Transaction.of().delete(key(endpoint.sandbox(), endpoint.network()));
    var lease = leaseKey(endpoint);
    if (lease.isPresent()) {
      transaction = transaction.delete(lease.get());
    }
    store.commit(transaction, Durability.LAZY);
  }

  /// The addresses of a network that are in use.
  List<Inet4Address> leases(NetworkId network) {
    var prefix = ADDRESSES + network + "/";
    return entries(prefix)
        .map(entry -> entry.key().substring(prefix.length()))
        .map(literal -> (Inet4Address) InetAddress.ofLiteral(literal))
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
