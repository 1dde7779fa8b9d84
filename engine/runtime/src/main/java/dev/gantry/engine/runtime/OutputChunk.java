package dev.gantry.engine.runtime;

/// Bytes a process wrote, as they came. All clients get the same array, so nobody changes it.
// Raw bytes on the hot path; nobody compares entries.
@SuppressWarnings("ArrayRecordComponent")
public record OutputChunk(OutputChannel channel, byte[] bytes) {}
