package dev.gantry.platform.http;

import java.io.IOException;

/// Answers one request, as plain blocking code on a virtual thread of its own.
@FunctionalInterface
public interface Handler {

  /// Answers a request. The response must be complete when the method returns, upgraded streams
  /// included: whatever is still open is closed then.
  ///
  /// Failures thrown before the response has begun go to the [ErrorMapper]; later ones can only
  /// cut the connection. When the client goes away the thread is interrupted, and reads and
  /// writes fail with [IOException]; a handler lets both exceptions out after cleaning up.
  void handle(Request request, Response response) throws IOException, InterruptedException;
}
