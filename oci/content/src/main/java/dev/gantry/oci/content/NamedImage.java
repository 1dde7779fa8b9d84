package dev.gantry.oci.content;

import dev.gantry.oci.spec.Descriptor;
import dev.gantry.oci.spec.ImageId;
import dev.gantry.oci.spec.ImageReference;
import java.util.Optional;

/// A name and the image it stands for.
///
/// @param name with either a tag or a digest
/// @param manifest what the registry has under a name with a digest: the manifest of the image, or
///     the index it was chosen from
public record NamedImage(ImageReference name, ImageId image, Optional<Descriptor> manifest) {}
