package dev.gantry.platform.store;

import java.time.Instant;

/// A value that could not be read when its store was opened. It lies in the database's table
/// `quarantine`, and the key has no value since.
///
/// @param revision the revision of the damaged value, as far as that can be told
/// @param reason what was wrong with it
public record Quarantined(String key, long revision, String reason, Instant noticedAt) {}
