package dev.gantry.engine.core;

import dev.gantry.engine.network.Endpoint;
import dev.gantry.engine.network.Network;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A container with everything a client may see of it.
///
/// @param network what it is, or will be, connected to; absent when it shares another container's
/// @param endpoint its connection, while it runs
/// @param execIds commands running in it besides its main process
/// @param size bytes of its own layer, and of the whole root file system, when asked for
/// @param health absent without a health check
/// @param log its log file; absent when it keeps none
public record ContainerDetails(
    ContainerRecord record,
    Optional<Network> network,
    Optional<Endpoint> endpoint,
    List<String> execIds,
    Optional<Size> size,
    Optional<Path> log,
    Path hosts,
    Path hostname,
    Path resolvConf,
    Optional<Health> health,
    boolean removalInProgress) {

  public ContainerDetails {
    execIds = List.copyOf(execIds);
  }

  /// Bytes on disk.
  public record Size(long own, long total) {}
}
