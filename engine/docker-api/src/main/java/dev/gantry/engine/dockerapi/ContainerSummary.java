package dev.gantry.engine.dockerapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.gantry.engine.core.ContainerDetails;
import dev.gantry.engine.core.ContainerState;
import dev.gantry.engine.core.Engine;
import dev.gantry.engine.core.Health;
import dev.gantry.engine.network.ContainerPort;
import dev.gantry.engine.network.PublishedPort;
import java.net.Inet6Address;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One row of `GET /containers/json`.
record ContainerSummary(
    String id,
    List<String> names,
    String image,
    @JsonProperty("ImageID") String imageId,
    String command,
    long created,
    List<PortJson> ports,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long sizeRw,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long sizeRootFs,
    Map<String, String> labels,
    String state,
    String status,
    HostConfigSummary hostConfig,
    NetworksSummary networkSettings,
    List<ContainerJson.MountPointJson> mounts) {

  record PortJson(
      @JsonProperty("IP") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String ip,
      int privatePort,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer publicPort,
      String type) {}

  record HostConfigSummary(
      String networkMode,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> annotations) {}

  record NetworksSummary(Map<String, NetworkSettingsJson.EndpointJson> networks) {}

  static ContainerSummary of(ContainerDetails details, Engine engine, Instant now) {
    var record = details.record();
    var spec = record.spec();
    Map<String, NetworkSettingsJson.EndpointJson> networks = new TreeMap<>();
    details
        .network()
        .ifPresent(
            network ->
                networks.put(network.name(), NetworkSettingsJson.endpoint(network, details)));
    String mode = spec.network().mode();
    return new ContainerSummary(
        record.id().value(),
        List.of("/" + record.name()),
        engine.imageShownFor(record),
        record.imageId(),
        command(spec.process().argv()),
        record.created().getEpochSecond(),
        ports(details),
        details.size().map(ContainerDetails.Size::own).orElse(null),
        details.size().map(ContainerDetails.Size::total).orElse(null),
        new TreeMap<>(spec.labels()),
        record.state().status(),
        status(record.state(), details.health(), now),
        new HostConfigSummary(
            mode.isEmpty() || mode.equals("default") ? "bridge" : mode, spec.annotations()),
        new NetworksSummary(networks),
        record.mounts().stream().map(ContainerJson.MountPointJson::of).toList());
  }

  /// Program and arguments in one line, an argument with blanks in quotes.
  private static String command(List<String> argv) {
    StringBuilder line = new StringBuilder(argv.getFirst());
    for (String argument : argv.subList(1, argv.size())) {
      line.append(' ');
      line.append(argument.contains(" ") ? "'" + argument + "'" : argument);
    }
    return line.toString();
  }

  private static List<PortJson> ports(ContainerDetails details) {
    List<PortJson> ports = new ArrayList<>();
    if (details.endpoint().isEmpty() || !details.record().state().isAlive()) {
      return ports;
    }
    List<PublishedPort> published = details.endpoint().get().ports();
    for (PublishedPort port : published) {
      boolean v6 = port.hostAddress() instanceof Inet6Address;
      ports.add(
          new PortJson(
              v6 && port.hostAddress().isAnyLocalAddress()
                  ? "::"
                  : port.hostAddress().getHostAddress(),
              port.containerPort().port(),
              port.hostPort(),
              port.containerPort().protocol().toString()));
    }
    for (String exposed : details.record().spec().network().exposedPorts()) {
      var port = ContainerPort.parse(exposed);
      if (published.stream().noneMatch(p -> p.containerPort().equals(port))) {
        ports.add(new PortJson(null, port.port(), null, port.protocol().toString()));
      }
    }
    return ports;
  }

  /// The sentence of the STATUS column.
  static String status(ContainerState state, Optional<Health> health, Instant now) {
    return switch (state) {
      case ContainerState.Created _ -> "Created";
      case ContainerState.Running running ->
          "Up " + HumanDuration.of(Duration.between(running.startedAt(), now)) + suffix(health);
      case ContainerState.Paused paused ->
          "Up " + HumanDuration.of(Duration.between(paused.startedAt(), now)) + " (Paused)";
      case ContainerState.Restarting(var last) ->
          "Restarting (" + last.exitCode() + ") " + ago(last.finishedAt(), now);
      case ContainerState.Exited(var last) ->
          "Exited (" + last.exitCode() + ") " + ago(last.finishedAt(), now);
      case ContainerState.Dead _ -> "Dead";
    };
  }

  private static String suffix(Optional<Health> health) {
    return health
        .map(Health::status)
        .map(status -> status == Health.Status.STARTING ? "health: starting" : status.word())
        .map(word -> " (" + word + ")")
        .orElse("");
  }

  private static String ago(Instant then, Instant now) {
    return HumanDuration.of(Duration.between(then, now)) + " ago";
  }
}
