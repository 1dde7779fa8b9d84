package dev.gantry.engine.network;

import dev.gantry.platform.lifecycle.OwnedThread;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Passes the connections that arrive at a listening socket on to a container.
///
/// The kernel translates everything that comes over IPv4 before it gets here. What remains is
/// IPv6, which the kernel cannot translate into IPv4, and the moments in which somebody else
/// has removed our rules and they are not yet restored.
final class PortProxy implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PortProxy.class);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(100);

  private final ServerSocketChannel listener;
  private final InetSocketAddress target;
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
  private final OwnedThread acceptor;

  /// Takes over the listener.
  PortProxy(ServerSocketChannel listener, InetSocketAddress target) {
    this.listener = listener;
    this.target = target;
    acceptor = OwnedThread.virtual("port-proxy " + target, this::acceptAll);
  }

  private void acceptAll() throws InterruptedException {
    while (listener.isOpen()) {
      try {
        var client = listener.accept();
        Thread.ofVirtual().name("port-proxy-connection").start(() -> serve(client));
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        // Out of descriptors, most likely: the connection waits in the kernel meanwhile.
        LOG.warn("cannot accept a connection target={}: {}", target, e.getMessage());
        Thread.sleep(PAUSE_AFTER_FAILURE);
      }
    }
  }

  private void serve(SocketChannel client) {
    try (client;
        var container = SocketChannel.open()) {
      open.add(client);
      open.add(container);
      if (!listener.isOpen()) {
        return; // close() may have missed these two
      }
      container.connect(target);
      client.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
      var answers =
          Thread.ofVirtual().name("port-proxy-answers").start(() -> copy(container, client));
      copy(client, container);
      answers.join();
    } catch (IOException e) {
      LOG.debug("proxied connection failed target={}: {}", target, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.removeIf(channel -> !channel.isOpen());
    }
  }

  /// Copies until the end and passes the end on; a failure ends both directions.
  private static void copy(SocketChannel from, SocketChannel to) {
    try {
      Channels.newInputStream(from).transferTo(Channels.newOutputStream(to));
      to.shutdownOutput();
    } catch (IOException e) {
      closeQuietly(from);
      closeQuietly(to);
    }
  }

  private static void closeQuietly(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("cannot close a proxied connection: {}", e.getMessage());
    }
  }

  /// Ends all connections.
  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      LOG.debug("cannot close a listener target={}: {}", target, e.getMessage());
    }
    acceptor.close();
    open.forEach(PortProxy::closeQuietly);
  }
}
