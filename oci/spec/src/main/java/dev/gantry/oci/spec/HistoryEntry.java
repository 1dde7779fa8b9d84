package dev.gantry.oci.spec;

import java.time.Instant;
import java.util.Optional;

/// One step by which an image came to be.
///
/// @param emptyLayer whether the step only changed the configuration and made no layer
public record HistoryEntry(
    Optional<Instant> created,
    String createdBy,
    String author,
    String comment,
    boolean emptyLayer) {}
