package dev.gantry.engine.runtime;

/// Bytes a process wrote, as they came. The array is the receiver's.
// Raw bytes on the hot path; nobody compares entries.
@SuppressWarnings("ArrayRecordComponent")
public record OutputChunk(OutputChannel channel, byte[] bytes) {}
