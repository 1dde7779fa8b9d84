package dev.gantry.oci.content;

import dev.gantry.oci.spec.ChainId;
import dev.gantry.oci.spec.Descriptor;
import dev.gantry.oci.spec.Digest;

/// Something whose records refer to content: images, containers, a build cache. Garbage collection
/// asks each for what it needs.
@FunctionalInterface
public interface ContentRoots {
  /// Names everything the records of this moment refer to. Must include every record whose writing
  /// was acknowledged before the call.
  void mark(Marker marker);

  /// Takes note of what must stay.
  interface Marker {
    /// Keeps a blob.
    void blob(Digest digest);

    /// Keeps a manifest or an index and what it refers to, as far as it is there.
    void manifest(Descriptor descriptor);

    /// Keeps a layer snapshot and those below it.
    void chain(ChainId chain);
  }
}
