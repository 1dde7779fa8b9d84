package dev.gantry.engine.core;

import dev.gantry.engine.runtime.OutputChunk;
import dev.gantry.engine.runtime.ProcessStreams;
import java.util.Optional;

/// Streams of a silent process.
final class FakeStreams implements ProcessStreams {
  volatile boolean closed;

  @Override
  public Optional<OutputChunk> read() {
    return Optional.empty();
  }

  @Override
  public boolean write(byte[] bytes, int offset, int length) {
    return false;
  }

  @Override
  public void closeInput() {}

  @Override
  public boolean dropped() {
    return false;
  }

  @Override
  public void close() {
    closed = true;
  }
}
