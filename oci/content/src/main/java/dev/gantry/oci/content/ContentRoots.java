package dev.gantry.oci.content;

import dev.gantry.oci.spec.ChainId;
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
    /// Keeps a blob and, when it is a manifest or an index, what that refers to.
    void blob(Digest digest);

    /// Keeps a layer snapshot and those below it.
    void chain(ChainId chain);
  }
}
