package dev.gantry.engine.core;

import dev.gantry.oci.spec.ContainerDefaults;
import java.util.List;

/// What a container was started with, as what containers of its image will be started with.
final class ContainerSpecAsDefaults {
  private ContainerSpecAsDefaults() {}

  static ContainerDefaults of(ContainerSpec spec) {
    var process = spec.process();
    return ContainerDefaults.builder()
        .user(process.user())
        .exposedPorts(spec.network().exposedPorts())
        .env(process.environment())
        .entrypoint(process.entrypoint().orElse(List.of()))
        .cmd(process.command())
        .volumes(spec.storage().volumePaths())
        .workingDir(process.workingDirectory())
        .labels(spec.labels())
        .stopSignal(process.stopSignal().orElse(""))
        .healthcheck(spec.healthcheck())
        .build();
  }
}
