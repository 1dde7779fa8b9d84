package dev.gantry.engine.runtime;

import java.util.Optional;

/// One client's connection to the input and output of a process. Output is buffered up to a
/// bound; a client that falls further behind is dropped ([#dropped]) rather than ever blocking
/// the process or the other clients. One thread may read while another writes.
public interface ProcessStreams extends AutoCloseable {
  /// The next output, waiting for it. Empty once the process has ended and everything it wrote
  /// was returned; the exit status is known by then. Empty also when the client was dropped or
  /// closed, or the task's monitor was killed, after which its output goes nowhere.
  Optional<OutputChunk> read() throws InterruptedException;

  /// Writes to the process's input, waiting while it does not read. False when the input is
  /// closed or the process has ended, and the bytes went nowhere.
  boolean write(byte[] bytes, int offset, int length) throws InterruptedException;

  /// Says that no more input comes from this client. What that means to the process is decided
  /// by its [StdinMode]; an exec always sees the end of its input.
  void closeInput();

  /// Whether this client was cut off because it did not keep up.
  boolean dropped();

  /// Leaves; the process goes on. A waiting [#read] returns empty.
  @Override
  void close();
}
