package dev.gantry.engine.runtime;

import java.util.Optional;

/// The streams of a task that has ended before anybody could attach.
final class EndedStreams implements ProcessStreams {
  @Override
  public Optional<OutputChunk> read() {
    return Optional.empty();
  }

  @Override
  public boolean write(byte[] bytes, int offset, int length) {
    return false;
  }

  @Override
  public void closeInput() {
    // There is none.
  }

  @Override
  public boolean dropped() {
    return false;
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
