package dev.gantry.app.cli.client;

import java.io.Closeable;
import java.io.IOException;

/// A connected byte stream to the engine whose two directions end separately.
interface Transport extends Closeable {
  /// Blocks for at least one byte; -1 at the end.
  int read(byte[] buffer, int offset, int length) throws IOException;

  void write(byte[] bytes, int offset, int length) throws IOException;

  /// Says that nothing more will be written; reading goes on.
  void shutdownOutput() throws IOException;
}
