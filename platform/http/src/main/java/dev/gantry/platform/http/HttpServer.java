package dev.gantry.platform.http;

import java.util.ArrayList;
import java.util.List;

/// An HTTP server for blocking handlers.
///
/// ```java
/// try (HttpServer server = HttpServer.open(HttpServerConfig.defaults())) {
///   server.listen(new Endpoint.UnixSocket(path, Optional.of("docker")), routes, errors);
///   ...
/// }
/// ```
///
/// # Threads
///
/// One or two *event loops* move bytes between sockets and memory and do nothing else. Every
/// request is answered on a virtual thread of its own, by plain blocking code: reading the body
/// waits for the client to send, writing waits for the client to receive, and either way the
/// memory of a connection stays bounded. A connection without a request in progress has no
/// thread.
///
/// # The life of a request
///
/// The thread starts when the head of the request has arrived and passed the checks; the body
/// may still be on its way. It ends with the handler. What the handler leaves open is
/// completed: a response not begun is sent without a body, a stream is ended, an upgraded
/// connection closed. A failure before the response has begun goes to the [ErrorMapper]; after
/// that the connection is cut, so that the client does not take half a response for a whole
/// one.
///
/// Requests that follow on the same connection wait until the response is complete: they, or
/// the first bytes of an upgraded connection, stay in the socket or in the decoder. A response
/// that ends before the request's body has arrived ends the connection as well.
///
/// # When the client goes away
///
/// Then the request's thread is interrupted, whatever it waits for, and reading and writing
/// fail. A client that merely closes its own half has not gone away: it waits for the rest of
/// the response, and of an upgraded stream reads on, maybe for hours.
///
/// - On a unix socket the kernel tells the two apart at once.
/// - Over TCP a client that closed its socket looks as if it had closed its half, until it
///   answers something with a reset. Keep-alive probes ask within a minute. Meanwhile an
///   ordinary request is granted some seconds and then taken for abandoned; an upgraded
///   connection, or one that asks to be, is not.
///
/// # Shutting down
///
/// [Listener#close] stops accepting, removes the socket file, closes idle connections,
/// interrupts all handlers and waits for them: ten seconds at most, after which those that
/// ignore the interrupt are named in the log. [#close] does so for all listeners and then stops
/// the loops.
///
/// # Limits
///
/// [HttpServerConfig] bounds the number of connections, the size of a head, the time a head may
/// take and the time a connection may be idle; [Routes] bounds bodies. Requests whose framing
/// is ambiguous are refused.
public final class HttpServer implements AutoCloseable {
  private final HttpServerConfig config;
  private final NettyRuntime netty;
  private final List<Listener> listeners = new ArrayList<>();

  private HttpServer(HttpServerConfig config) {
    this.config = config;
    this.netty = new NettyRuntime(config.eventLoops());
  }

  /// Starts the event loops; nothing is accepted yet.
  public static HttpServer open(HttpServerConfig config) {
    return new HttpServer(config);
  }

  /// Accepts connections from now on and answers their requests with `handler`.
  ///
  /// @throws dev.gantry.platform.errors.FailedPreconditionException when the address is in use,
  ///     or the system forbids it
  public synchronized Listener listen(Endpoint endpoint, Handler handler, ErrorMapper errors) {
    var connections = new Connections(handler, errors, config.maxConnections());
    Listener listener = Listener.open(netty, config, endpoint, connections);
    listeners.add(listener);
    return listener;
  }

  @Override
  public synchronized void close() {
    listeners.reversed().forEach(Listener::close);
    netty.close();
  }
}
