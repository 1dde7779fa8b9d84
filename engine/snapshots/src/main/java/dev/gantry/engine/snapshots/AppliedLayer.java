package dev.gantry.engine.snapshots;

import dev.gantry.oci.spec.ChainId;
import dev.gantry.oci.spec.DiffId;

/// A layer that is now part of a committed snapshot.
///
/// @param chain the snapshot with this layer on top
/// @param diff the digest of the layer's tar, uncompressed
/// @param usage what the layer takes by itself
/// @param created false when the snapshot existed before
public record AppliedLayer(ChainId chain, DiffId diff, SnapshotUsage usage, boolean created) {}
