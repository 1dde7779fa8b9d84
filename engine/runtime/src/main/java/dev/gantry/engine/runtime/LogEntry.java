package dev.gantry.engine.runtime;

import java.time.Instant;

/// One line of a log, or a piece of one.
///
/// @param bytes up to 16 KiB; a longer line comes as several entries. Ends with `\n` unless it
///     is such a piece, or the last thing the process wrote was no full line
// Raw bytes on the hot path; nobody compares entries.
@SuppressWarnings("ArrayRecordComponent")
public record LogEntry(Instant time, OutputChannel channel, byte[] bytes) {}
