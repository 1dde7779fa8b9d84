package dev.gantry.platform.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// A connection that has left HTTP. Its two directions end independently:
///
/// - A client that sends no more closes its half: [#input] reports the end, [#output] goes on.
///   `docker run` without stdin does so at once; it is not a sign of leaving.
/// - [#shutdownOutput] closes ours: the client reads the end and may still send.
///
/// Each direction may be used by its own thread, which must end before the handler returns. When
/// the client is gone altogether, the handler's thread is interrupted and both streams throw.
public interface RawStream extends AutoCloseable {

  /// What the client sends; ends when the client closes its half.
  InputStream input();

  /// What the client receives. Small writes are collected until `flush()`; closing it is
  /// [#shutdownOutput].
  OutputStream output();

  /// Sends what was collected and closes our half.
  void shutdownOutput() throws IOException;

  /// Closes both directions after what was written has been sent.
  @Override
  void close() throws IOException;
}
