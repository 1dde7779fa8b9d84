package dev.gantry.oci.archive;

/// What became of an archive.
///
/// @param entries how many were extracted
/// @param rootOpaque whether the archive, a layer, hides everything below it. Overlayfs has no
///     attribute for that at the root of a layer; whoever stacks the layers must end the stack
///     here
public record Extraction(long entries, boolean rootOpaque) {}
