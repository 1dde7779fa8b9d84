package dev.gantry.platform.http;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The connections of a listener and the threads that answer their requests.
final class Connections implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Connections.class);

  /// How long interrupted handlers may take to clean up.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Handler handler;
  private final ErrorMapper errors;
  private final int limit;
  private final Set<Http1Connection> open = ConcurrentHashMap.newKeySet();
  private final Set<Http1Exchange> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closing;

  Connections(Handler handler, ErrorMapper errors, int limit) {
    this.handler = handler;
    this.errors = errors;
    this.limit = limit;
  }

  boolean isFull() {
    return open.size() >= limit;
  }

  boolean isClosing() {
    return closing;
  }

  void opened(Http1Connection connection) {
    open.add(connection);
    if (closing) {
      connection.close();
    }
  }

  void closed(Http1Connection connection) {
    open.remove(connection);
  }

  Http1Exchange start(
      Http1Connection connection, Http1Request request, Http1Response response, Inbound inbound) {
    var exchange = new Http1Exchange(connection, request, response, inbound, handler, errors);
    running.add(exchange);
    exchange.thread().start();
    if (closing) {
      exchange.cancel();
    }
    return exchange;
  }

  void ended(Http1Exchange exchange) {
    running.remove(exchange);
  }

  /// Interrupts all handlers, waits for them, and closes what is left.
  @Override
  public void close() {
    closing = true;
    open.forEach(Http1Connection::shutdown);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    boolean interrupted = false;
    for (Http1Exchange exchange : List.copyOf(running)) {
      interrupted |= !join(exchange, deadline);
    }
    open.forEach(Http1Connection::close);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Returns false when the waiting thread was interrupted; it does not wait then.
  private static boolean join(Http1Exchange exchange, long deadline) {
    try {
      Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
      if (!exchange.thread().join(left)) {
        log.error("handler ignores its interrupt: request={}", exchange.request());
      }
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }
}
