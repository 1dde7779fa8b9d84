package dev.gantry.oci.content;

import dev.gantry.oci.spec.ChainId;
import dev.gantry.oci.spec.Digest;

/// Keeps blobs and layer snapshots from garbage collection until it is closed. Leases live in
/// memory: what an interrupted pull had fetched is garbage after a restart, though still usable
/// until collected.
public final class Lease implements AutoCloseable {
  private final Leases leases;
  private final String purpose;

  Lease(Leases leases, String purpose) {
    this.leases = leases;
    this.purpose = purpose;
  }

  /// Keeps a blob, whether the store has it yet or not. When [ContentReader#find] finds it after
  /// this call, it stays.
  public void retain(Digest blob) {
    leases.retain(this, new Leases.Thing.Blob(blob));
  }

  /// Keeps a layer snapshot, whether it exists yet or not, and the existing ones below it.
  public void retain(ChainId chain) {
    leases.retain(this, new Leases.Thing.Layers(chain));
  }

  /// What the lease is for, as diagnostics show it.
  public String purpose() {
    return purpose;
  }

  @Override
  public void close() {
    leases.close(this);
  }

  @Override
  public String toString() {
    return "lease for " + purpose;
  }
}
