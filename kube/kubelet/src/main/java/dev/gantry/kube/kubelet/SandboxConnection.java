package dev.gantry.kube.kubelet;

import dev.gantry.kube.client.NodeAgent;
import dev.gantry.platform.linux.NamespaceKind;
import dev.gantry.platform.linux.Namespaces;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;

/// A connection to localhost inside a pod, so that servers are reached that listen nowhere
/// else. A socket belongs for ever to the network namespace it was opened in.
final class SandboxConnection implements NodeAgent.PortConnection {
  private final SocketChannel channel;
  private final InputStream input;
  private final OutputStream output;

  private SandboxConnection(SocketChannel channel) {
    this.channel = channel;
    input = Channels.newInputStream(channel);
    output = Channels.newOutputStream(channel);
  }

  /// @param namespace the pod's; absent in the host's network
  static SandboxConnection open(Optional<Path> namespace, int port)
      throws IOException, InterruptedException {
    try {
      return connect(namespace, StandardProtocolFamily.INET, "127.0.0.1", port);
    } catch (IOException first) {
      try {
        return connect(namespace, StandardProtocolFamily.INET6, "::1", port);
      } catch (IOException | UnsupportedOperationException second) {
        throw new IOException(
            "failed to connect to localhost:%d inside namespace: dial tcp4 127.0.0.1:%d: %s"
                .formatted(port, port, Handlers.problem(first)),
            first);
      }
    }
  }

  private static SandboxConnection connect(
      Optional<Path> namespace, ProtocolFamily family, String address, int port)
      throws IOException, InterruptedException {
    SocketChannel channel =
        namespace.isEmpty()
            ? SocketChannel.open(family)
            : Namespaces.system()
                .<SocketChannel, IOException>call(
                    NamespaceKind.NETWORK, namespace.get(), () -> SocketChannel.open(family));
    try {
      channel.connect(new InetSocketAddress(InetAddress.ofLiteral(address), port));
      return new SandboxConnection(channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public InputStream input() {
    return input;
  }

  @Override
  public OutputStream output() {
    return output;
  }

  @Override
  public void shutdownOutput() throws IOException {
    channel.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
