package dev.gantry.oci.content;

import dev.gantry.oci.spec.ChainId;
import dev.gantry.oci.spec.ImageId;
import dev.gantry.oci.spec.ImageReference;

/// One thing that removing images did, in the order it was done.
public sealed interface RemovalEvent {
  /// A name was taken from an image.
  record Untagged(ImageReference name, ImageId image) implements RemovalEvent {}

  /// An image is gone.
  record Deleted(ImageId image) implements RemovalEvent {}

  /// A layer is needed by nothing any more, and will be collected.
  record DeletedLayer(ChainId chain, long size) implements RemovalEvent {}
}
