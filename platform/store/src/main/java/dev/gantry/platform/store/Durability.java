package dev.gantry.platform.store;

/// What a write has survived by the time it is acknowledged. Either way the order of writes is
/// kept: whatever a crash takes away is the newest part of the history, never a hole in it.
public enum Durability {
  /// The write is on the disk (fsync) and survives a power cut. For everything a client was told.
  SYNCED,

  /// The write is in the kernel's hands: it survives the death of this process, kill -9 included,
  /// but a power cut or kernel crash may take it, together with all later lazy ones. For state
  /// that can be derived again. The next synced write makes it durable as well.
  LAZY
}
