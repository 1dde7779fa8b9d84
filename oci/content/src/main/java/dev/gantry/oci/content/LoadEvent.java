package dev.gantry.oci.content;

import dev.gantry.oci.spec.DiffId;
import dev.gantry.oci.spec.ImageId;
import dev.gantry.oci.spec.ImageReference;

/// What loading an archive has done so far.
public sealed interface LoadEvent {
  /// A layer is being unpacked: `current` of `total` bytes of its blob. Layers whose snapshot
  /// exists are not reported.
  record Unpacking(DiffId layer, long current, long total) implements LoadEvent {}

  /// A name in the archive belonged to another image, which lost it.
  record Moved(ImageReference name, ImageId from) implements LoadEvent {}

  /// An image is there under this name.
  record Loaded(ImageReference name, ImageId image) implements LoadEvent {}

  /// An image is there for which the archive has no name.
  record LoadedUnnamed(ImageId image) implements LoadEvent {}
}
