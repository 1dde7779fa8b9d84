package dev.gantry.platform.http;

import java.io.FilterInputStream;
import java.io.IOException;

/// The body of a request. A client that waits for permission gets it with the first read.
final class RequestBody extends FilterInputStream {
  private final Inbound inbound;
  private ContinueSignal permission = () -> {};
  private boolean begun;

  /// Sends `100 Continue`, if the client waits for it.
  @FunctionalInterface
  interface ContinueSignal {
    void send() throws IOException;
  }

  RequestBody(Inbound inbound) {
    super(inbound);
    this.inbound = inbound;
  }

  /// Has permission given when the body is read; before the request's thread starts.
  void beforeFirstRead(ContinueSignal permission) {
    this.permission = permission;
  }

  @Override
  public int read() throws IOException {
    begin();
    return super.read();
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    begin();
    try {
      return super.read(buffer, offset, length);
    } catch (IOException e) {
      if (e.getCause() instanceof MalformedBodyException malformed) {
        throw MalformedRequest.of(malformed.complaint());
      }
      throw e;
    }
  }

  private void begin() throws IOException {
    if (!begun) {
      begun = true;
      if (!inbound.isComplete()) {
        permission.send();
      }
    }
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  /// Leaves the connection to the server, which decides what becomes of unread bytes.
  @Override
  public void close() {}

  /// The decoder could not make sense of the body.
  static final class MalformedBodyException extends IOException {
    private final Throwable complaint;

    MalformedBodyException(Throwable complaint) {
      super(complaint.getMessage());
      this.complaint = complaint;
    }

    Throwable complaint() {
      return complaint;
    }
  }
}
