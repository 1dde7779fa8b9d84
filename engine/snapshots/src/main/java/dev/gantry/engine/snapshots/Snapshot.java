package dev.gantry.engine.snapshots;

import dev.gantry.oci.spec.ChainId;
import java.time.Instant;
import java.util.Optional;

/// A snapshot as a [Snapshotter] lists it.
public sealed interface Snapshot {
  /// The committed snapshot it stands on.
  Optional<ChainId> parent();

  Instant created();

  record Active(String key, Optional<ChainId> parent, Instant created) implements Snapshot {}

  record View(String key, Optional<ChainId> parent, Instant created) implements Snapshot {}

  record Committed(ChainId chain, Optional<ChainId> parent, Instant created, SnapshotUsage usage)
      implements Snapshot {}
}
