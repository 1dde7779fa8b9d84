package dev.gantry.engine.dockerapi;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.gantry.engine.core.Engine;
import dev.gantry.engine.network.AddressPool;
import dev.gantry.engine.network.Endpoint;
import dev.gantry.engine.network.Network;
import dev.gantry.platform.errors.NotImplementedException;
import dev.gantry.platform.errors.PermissionDeniedException;
import dev.gantry.platform.http.Request;
import dev.gantry.platform.http.Response;
import dev.gantry.platform.http.Routes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// `/networks`: the predefined networks, to look at.
final class NetworkRoutes {
  private static final Set<String> KEYS =
      Set.of("dangling", "driver", "id", "label", "name", "scope", "type");

  private final Engine engine;

  NetworkRoutes(Engine engine) {
    this.engine = engine;
  }

  void addTo(Routes.Builder routes) {
    routes
        .on("GET", "/networks", this::list)
        .on("GET", "/networks/{id}", this::inspect)
        .on("DELETE", "/networks/{id}", this::remove)
        .on("POST", "/networks/prune", this::prune)
        .on("POST", "/networks/create", NetworkRoutes::unsupported)
        .on("POST", "/networks/{id}/connect", NetworkRoutes::unsupported)
        .on("POST", "/networks/{id}/disconnect", NetworkRoutes::unsupported);
  }

  record NetworkJson(
      String name,
      String id,
      String created,
      String scope,
      String driver,
      @JsonProperty("EnableIPv4") boolean enableIpv4,
      @JsonProperty("EnableIPv6") boolean enableIpv6,
      @JsonProperty("IPAM") IpamJson ipam,
      boolean internal,
      boolean attachable,
      boolean ingress,
      Map<String, String> configFrom,
      boolean configOnly,
      Map<String, EndpointJson> containers,
      Map<String, String> options,
      Map<String, String> labels) {}

  record IpamJson(
      String driver, @Nullable Map<String, String> options, @Nullable List<PoolJson> config) {}

  record PoolJson(String subnet, String gateway) {}

  record EndpointJson(
      String name,
      @JsonProperty("EndpointID") String endpointId,
      String macAddress,
      @JsonProperty("IPv4Address") String ipv4Address,
      @JsonProperty("IPv6Address") String ipv6Address) {}

  private void list(Request request, Response response) throws IOException {
    var filters = Parameters.filters(request.query()).accept(KEYS);
    List<NetworkJson> found = new ArrayList<>();
    for (Network network : engine.networks().list()) {
      boolean matches =
          filters.any("name", network.name()::contains)
              && filters.any("id", network.id().value()::startsWith)
              && filters.any("driver", network.driver().wireName()::equals)
              && filters.any("scope", "local"::equals)
              && filters.any("type", "builtin"::equals)
              && filters.labels("label", network.labels())
              && !filters.truth("dangling").orElse(false);
      if (matches) {
        found.add(json(network, List.of()));
      }
    }
    WireJson.send(response, found);
  }

  private void inspect(Request request, Response response) throws IOException {
    var network = engine.networks().get(request.pathParameter("id"));
    WireJson.send(response, json(network, engine.networks().endpoints(network.id())));
  }

  private void remove(Request request, Response response) {
    var network = engine.networks().get(request.pathParameter("id"));
    throw new PermissionDeniedException(
        network.name() + " is a pre-defined network and cannot be removed");
  }

  private void prune(Request request, Response response) throws IOException {
    Parameters.filters(request.query()).accept(Set.of("until", "label", "label!"));
    WireJson.send(response, Map.of("NetworksDeleted", List.of()));
  }

  private static void unsupported(Request request, Response response) {
    throw new NotImplementedException("user-defined networks are not supported yet");
  }

  private static NetworkJson json(Network network, List<Endpoint> endpoints) {
    Map<String, EndpointJson> containers = new TreeMap<>();
    endpoints.forEach(endpoint -> containers.put(endpoint.sandbox().value(), json(endpoint)));
    return new NetworkJson(
        network.name(),
        network.id().value(),
        Times.format(network.created()),
        "local",
        network.driver().wireName(),
        true,
        false,
        new IpamJson(
            "default",
            null,
            network.pools().isEmpty()
                ? null
                : network.pools().stream().map(NetworkRoutes::json).toList()),
        network.internal(),
        false,
        false,
        Map.of("Network", ""),
        false,
        containers,
        network.options(),
        network.labels());
  }

  private static PoolJson json(AddressPool pool) {
    return new PoolJson(pool.subnet().toString(), pool.gateway().getHostAddress());
  }

  private static EndpointJson json(Endpoint endpoint) {
    return new EndpointJson(
        endpoint.name(),
        endpoint.id().value(),
        endpoint.link().map(link -> link.mac().toString()).orElse(""),
        endpoint.link().map(link -> link.address().toString()).orElse(""),
        "");
  }
}
