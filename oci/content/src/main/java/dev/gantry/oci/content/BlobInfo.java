package dev.gantry.oci.content;

import dev.gantry.oci.spec.Digest;

/// A blob the store has.
public record BlobInfo(Digest digest, long size) {}
