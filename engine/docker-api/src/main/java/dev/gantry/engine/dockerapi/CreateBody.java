package dev.gantry.engine.dockerapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a creation says besides the [ContainerConfigJson] at the top of its body.
record CreateBody(
    @Nullable HostConfigJson hostConfig, @Nullable NetworkingConfig networkingConfig) {

  record NetworkingConfig(@Nullable Map<String, @Nullable EndpointJson> endpointsConfig) {}

  /// What a client asks of one network.
  record EndpointJson(
      @JsonProperty("IPAMConfig") @Nullable IpamConfig ipamConfig,
      @Nullable List<String> links,
      @Nullable List<String> aliases,
      @Nullable String macAddress) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record IpamConfig(
      @JsonProperty("IPv4Address") @Nullable String ipv4Address,
      @JsonProperty("IPv6Address") @Nullable String ipv6Address) {}
}
