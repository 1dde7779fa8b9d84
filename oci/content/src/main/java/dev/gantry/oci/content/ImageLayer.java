package dev.gantry.oci.content;

import dev.gantry.oci.spec.Descriptor;
import dev.gantry.oci.spec.DiffId;

/// A layer of an image.
///
/// @param blob the layer as it arrived, compressed or not
/// @param diffId its digest as an uncompressed tar
/// @param size how many bytes its files take when unpacked
public record ImageLayer(Descriptor blob, DiffId diffId, long size) {}
