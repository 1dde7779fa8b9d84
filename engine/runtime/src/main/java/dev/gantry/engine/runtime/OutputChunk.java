package dev.gantry.engine.runtime;

/// Bytes a process wrote, as they came. The array is the receiver's.
public record OutputChunk(OutputChannel channel, byte[] bytes) {}
