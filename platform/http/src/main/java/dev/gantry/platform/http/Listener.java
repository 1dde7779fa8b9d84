package dev.gantry.platform.http;

import dev.gantry.platform.errors.FailedPreconditionException;
import dev.gantry.platform.errors.GantryException;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An endpoint on which a server accepts connections. Closing it shuts down its connections
/// too, and returns when their handlers have ended.
public final class Listener implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Listener.class);

  /// Probes a silent TCP client after half a minute, and gives it up half a minute later.
  private static final int KEEPALIVE_IDLE_SECONDS = 30;

  private static final int KEEPALIVE_INTERVAL_SECONDS = 10;
  private static final int KEEPALIVE_PROBES = 3;
  private static final int BACKLOG = 1024;

  private final Endpoint endpoint;
  private final Channel channel;
  private final Connections connections;
  private final @Nullable Object inode;
  private final AtomicReference<@Nullable SslContext> tls;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Listener(
      Endpoint endpoint,
      Channel channel,
      Connections connections,
      @Nullable Object inode,
      AtomicReference<@Nullable SslContext> tls) {
    this.endpoint = endpoint;
    this.tls = tls;
    this.channel = channel;
    this.connections = connections;
    this.inode = inode;
  }

  static Listener open(
      NettyRuntime netty, HttpServerConfig config, Endpoint endpoint, Connections connections) {
    Listener listener =
        switch (endpoint) {
          case Endpoint.UnixSocket unix -> openUnix(netty, config, unix, connections);
          case Endpoint.Tcp tcp -> openTcp(netty, config, tcp, connections);
        };
    log.info("listening endpoint={}", listener);
    return listener;
  }

  private static Listener openUnix(
      NettyRuntime netty,
      HttpServerConfig config,
      Endpoint.UnixSocket unix,
      Connections connections) {
    try {
      Path temporary = UnixSockets.temporaryName(unix.path());
      var plain = new AtomicReference<@Nullable SslContext>();
      Channel channel =
          bind(
              bootstrap(netty, config, connections, plain)
                  .channel(EpollServerDomainSocketChannel.class),
              new DomainSocketAddress(temporary.toFile()),
              unix.path().toString());
      try {
        Object inode = UnixSockets.publish(temporary, unix);
        return new Listener(unix, channel, connections, inode, plain);
      } catch (IOException | GantryException e) {
        channel.close().awaitUninterruptibly();
        Files.deleteIfExists(temporary);
        throw e;
      }
    } catch (IOException e) {
      throw new FailedPreconditionException("listen on " + unix.path() + ": " + e, e);
    }
  }

  private static Listener openTcp(
      NettyRuntime netty, HttpServerConfig config, Endpoint.Tcp tcp, Connections connections) {
    var tls = new AtomicReference<@Nullable SslContext>();
    tcp.tls().map(TlsContext::of).ifPresent(tls::set);
    Channel channel =
        bind(
            bootstrap(netty, config, connections, tls)
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(EpollChannelOption.TCP_KEEPIDLE, KEEPALIVE_IDLE_SECONDS)
                .childOption(EpollChannelOption.TCP_KEEPINTVL, KEEPALIVE_INTERVAL_SECONDS)
                .childOption(EpollChannelOption.TCP_KEEPCNT, KEEPALIVE_PROBES),
            tcp.address(),
            tcp.address().toString());
    return new Listener(tcp, channel, connections, null, tls);
  }

  private static ServerBootstrap bootstrap(
      NettyRuntime netty,
      HttpServerConfig config,
      Connections connections,
      AtomicReference<@Nullable SslContext> tls) {
    return new ServerBootstrap()
        .group(netty.loops())
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .option(ChannelOption.ALLOCATOR, netty.allocator())
        .childOption(ChannelOption.ALLOCATOR, netty.allocator())
        .childOption(ChannelOption.AUTO_READ, false)
        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel client) {
                initialize(client, netty, config, connections, tls.get());
              }
            });
  }

  private static void initialize(
      Channel client,
      NettyRuntime netty,
      HttpServerConfig config,
      Connections connections,
      @Nullable SslContext tls) {
    if (connections.isFull()) {
      log.warn("too many connections, refused one: limit={}", config.maxConnections());
      client.pipeline().addLast(new TooManyConnections());
      return;
    }
    var connection = new Http1Connection(connections, client, config);
    netty.peerEvents().watch(client, connection::peerGone);
    if (tls != null) {
      client.pipeline().addLast("tls", tls.newHandler(client.alloc()));
    }
    client.pipeline().addLast(new InputEnd(), connection.decoder(), connection);
  }

  private static Channel bind(ServerBootstrap bootstrap, SocketAddress address, String name) {
    var bound = bootstrap.bind(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      Throwable cause = bound.cause();
      throw new FailedPreconditionException("listen on " + name + ": " + cause.getMessage(), cause);
    }
    return bound.channel();
  }

  /// Shows new connections another certificate; those that are open keep theirs.
  ///
  /// @throws IllegalStateException for an endpoint without TLS
  public void present(Tls renewed) {
    if (tls.get() == null) {
      throw new IllegalStateException(this + " has no TLS");
    }
    tls.set(TlsContext.of(renewed));
    log.info("certificate renewed endpoint={}", this);
  }

  /// The TCP port, also when a free one was asked for.
  ///
  /// @throws IllegalStateException for a unix socket
  public int port() {
    if (channel.localAddress() instanceof InetSocketAddress address) {
      return address.getPort();
    }
    throw new IllegalStateException(this + " has no port");
  }

  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    try {
      if (endpoint instanceof Endpoint.UnixSocket(Path path, _) && inode != null) {
        UnixSockets.remove(path, inode);
      }
    } catch (IOException e) {
      log.warn("socket file remains: endpoint={}", this, e);
    }
    channel.close().awaitUninterruptibly();
    connections.close();
  }

  @Override
  public String toString() {
    return switch (endpoint) {
      case Endpoint.UnixSocket(Path path, _) -> "unix://" + path;
      case Endpoint.Tcp tcp ->
          (tcp.tls().isPresent() ? "https:/" : "http:/") + channel.localAddress();
    };
  }
}
