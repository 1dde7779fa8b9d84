package dev.gantry.engine.network;

import dev.gantry.platform.linux.NamespaceKind;
import dev.gantry.platform.linux.Namespaces;
import dev.gantry.platform.linux.ThreadAction;
import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Somebody in a network namespace who serves and fetches: a container, the host, or a
/// neighbour in the LAN. A served connection is answered with the server's name and the
/// client's address as the server sees it.
final class Peer implements Closeable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration IMPATIENCE = Duration.ofMillis(700);

  private final String name;
  private final Path namespace;
  private final List<Closeable> sockets = new ArrayList<>();

  Peer(String name, Path namespace) {
    this.name = name;
    this.namespace = namespace;
  }

  Path namespace() {
    return namespace;
  }

  <T> T call(ThreadAction<T, IOException> action) throws IOException, InterruptedException {
    return Namespaces.system().call(NamespaceKind.NETWORK, namespace, action);
  }

  /// Answers all TCP connections to a port.
  void serve(int port) throws Exception {
    var listener = call(() -> ServerSocketChannel.open(StandardProtocolFamily.INET));
    listener.bind(new InetSocketAddress("0.0.0.0", port));
    sockets.add(listener);
    Thread.ofPlatform().daemon().start(() -> answerAll(listener));
  }

  private void answerAll(ServerSocketChannel listener) {
    try {
      while (true) {
        try (var client = listener.accept()) {
          var from = (InetSocketAddress) client.getRemoteAddress();
          client.write(text(name + " " + from.getAddress().getHostAddress()));
        }
      }
    } catch (IOException e) {
      // Closed: the test is over.
    }
  }

  /// Answers all datagrams to a port.
  void serveUdp(int port) throws Exception {
    var channel = call(() -> DatagramChannel.open(StandardProtocolFamily.INET));
    channel.bind(new InetSocketAddress("0.0.0.0", port));
    sockets.add(channel);
    Thread.ofPlatform().daemon().start(() -> answerAll(channel));
  }

  private void answerAll(DatagramChannel channel) {
    var buffer = ByteBuffer.allocate(100);
    try {
      while (true) {
        var from = (InetSocketAddress) channel.receive(buffer.clear());
        channel.send(text(name + " " + from.getAddress().getHostAddress()), from);
      }
    } catch (IOException e) {
      // Closed: the test is over.
    }
  }

  /// What a server answers over TCP; empty when it cannot be reached.
  Optional<String> fetch(String host, int port) throws Exception {
    return fetch(host, port, PATIENCE);
  }

  /// Whether a server answers over TCP, for when it had better not: gives up soon.
  boolean reaches(String host, int port) throws Exception {
    return fetch(host, port, IMPATIENCE).isPresent();
  }

  private Optional<String> fetch(String host, int port, Duration patience) throws Exception {
    var family = host.contains(":") ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
    try (var channel = call(() -> SocketChannel.open(family))) {
      int millis = (int) patience.toMillis();
      channel.socket().connect(new InetSocketAddress(InetAddress.ofLiteral(host), port), millis);
      channel.socket().setSoTimeout(millis);
      var answer = channel.socket().getInputStream().readAllBytes();
      return answer.length == 0
          ? Optional.empty()
          : Optional.of(new String(answer, StandardCharsets.UTF_8));
    } catch (SocketException | SocketTimeoutException e) {
      return Optional.empty();
    }
  }

  /// What a server answers over UDP; empty when no answer comes.
  Optional<String> fetchUdp(String host, int port) throws Exception {
    return fetchUdp("0.0.0.0", host, port, PATIENCE);
  }

  boolean reachesUdp(String host, int port) throws Exception {
    return reachesUdp("0.0.0.0", host, port);
  }

  /// Whether a server answers over UDP when asked from a given address.
  boolean reachesUdp(String from, String host, int port) throws Exception {
    return fetchUdp(from, host, port, IMPATIENCE).isPresent();
  }

  private Optional<String> fetchUdp(String from, String host, int port, Duration patience)
      throws Exception {
    try (var channel = call(() -> DatagramChannel.open(StandardProtocolFamily.INET))) {
      channel.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
      channel.connect(new InetSocketAddress(InetAddress.ofLiteral(host), port));
      channel.write(text("?"));
      channel.socket().setSoTimeout((int) patience.toMillis());
      var packet = new DatagramPacket(new byte[100], 100);
      channel.socket().receive(packet);
      return Optional.of(
          new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8));
    } catch (SocketException | SocketTimeoutException e) {
      return Optional.empty();
    }
  }

  /// Runs a program in the namespace and returns its output, whatever its exit code.
  String run(String... command) throws Exception {
    List<String> all = new ArrayList<>(List.of("nsenter", "--net=" + namespace, "--"));
    all.addAll(List.of(command));
    var process = new ProcessBuilder(all).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }

  private static ByteBuffer text(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    for (Closeable socket : sockets) {
      socket.close();
    }
  }
}
