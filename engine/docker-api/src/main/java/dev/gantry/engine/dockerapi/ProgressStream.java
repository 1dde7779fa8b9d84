package dev.gantry.engine.dockerapi;

import dev.gantry.platform.http.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/// The stream of JSON objects by which long operations tell how far they are. The answer begins
/// with the first message: a failure before that has a status of its own, one after it is the last
/// message.
final class ProgressStream implements AutoCloseable {
  private final Response response;
  private OutputStream out = OutputStream.nullOutputStream();
  private boolean begun;
  private boolean leftToStatus;

  ProgressStream(Response response) {
    this.response = response;
  }

  void send(Map<String, ?> message) throws IOException {
    if (!begun) {
      begun = true;
      response.header("Content-Type", "application/json");
      out = response.stream();
    }
    out.write(WireJson.bytes(message));
    out.write('\r');
    out.write('\n');
    out.flush();
  }

  /// Tells of a failure; false when nothing was sent yet, so that it can have a status.
  boolean fail(String message) throws IOException {
    if (!begun) {
      leftToStatus = true;
      return false;
    }
    send(ApiErrors.inStream(message));
    return true;
  }

  /// Ends the answer. One without messages is begun here, unless a failure decides its status.
  @Override
  public void close() throws IOException {
    if (!begun && !leftToStatus) {
      response.header("Content-Type", "application/json");
      out = response.stream();
      begun = true;
    }
    out.close();
  }
}
