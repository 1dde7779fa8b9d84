package dev.gantry.platform.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request and its response, on a virtual thread of their own.
final class Http1Exchange {
  private static final Logger log = LoggerFactory.getLogger(Http1Exchange.class);

  /// What may become of the connection.
  enum Outcome {
    /// The next request may follow, if the client has sent all of this one.
    REUSE,
    /// The response is complete, and the last one.
    CLOSE,
    /// The response is incomplete, and the client must see that.
    CUT
  }

  private final Http1Connection connection;
  private final Http1Request request;
  private final Http1Response response;
  private final Inbound inbound;
  private final Handler handler;
  private final ErrorMapper errors;
  private final Thread thread;

  /// @param inbound where the body of the request comes in
  Http1Exchange(
      Http1Connection connection,
      Http1Request request,
      Http1Response response,
      Inbound inbound,
      Handler handler,
      ErrorMapper errors) {
    this.connection = connection;
    this.request = request;
    this.response = response;
    this.inbound = inbound;
    this.handler = handler;
    this.errors = errors;
    this.thread = Thread.ofVirtual().name(request.toString()).unstarted(this::run);
  }

  Thread thread() {
    return thread;
  }

  Http1Request request() {
    return request;
  }

  /// Interrupts the handler.
  void cancel() {
    thread.interrupt();
  }

  private void run() {
    Outcome outcome = Outcome.CUT;
    try {
      answer();
      outcome = response.keepsConnection() ? Outcome.REUSE : Outcome.CLOSE;
    } catch (IOException | RuntimeException | Error e) {
      // Nobody is left to be told.
      if (connection.isGone()) {
        log.debug("client left request={} cause={}", request, e.toString());
      } else {
        log.warn("response cut short: request={}", request, e);
      }
    } finally {
      inbound.discard();
      connection.ended(this, outcome);
    }
  }

  private void answer() throws IOException {
    Throwable failure = handle();
    if (failure == null) {
      return;
    }
    // The interrupt has done its duty; it must not keep the error from being sent.
    boolean interrupted = Thread.interrupted() || failure instanceof InterruptedException;
    if (response.hasBegun() || connection.isGone()) {
      throw failure instanceof IOException e ? e : new IOException(failure);
    }
    if (interrupted && connection.isClosing()) {
      refuse(503, "the server is shutting down");
      return;
    }
    try {
      errors.respond(request, failure, response);
      response.finish();
    } catch (RuntimeException e) {
      log.error("error mapper failed: request={}", request, e);
      if (response.hasBegun()) {
        throw e;
      }
      refuse(500, "internal error");
    }
  }

  private @Nullable Throwable handle() {
    try {
      handler.handle(request, response);
      response.finish();
      return null;
    } catch (Throwable e) {
      return e;
    }
  }

  private void refuse(int status, String message) throws IOException {
    response.closeConnection();
    response
        .status(status)
        .header("Content-Type", "text/plain; charset=utf-8")
        .send((message + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
