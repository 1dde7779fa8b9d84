package dev.gantry.engine.network;

import java.io.Closeable;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;

/// A port of the host that a published port occupies: bound, so that no process of the host can
/// take it, and so that one in use is noticed.
///
/// @param address the host address, or a wildcard
/// @param socket what occupies the port
record HostPort(Protocol protocol, InetAddress address, int port, AutoCloseable socket)
    implements Closeable {
  private static final int LEAST_BUFFER = 1;

  /// Occupies a port. The IPv6 wildcard includes all IPv4 addresses.
  static HostPort bind(
      Protocol protocol, InetAddress address, int port, InetSocketAddress container)
      throws IOException {
    var local = new InetSocketAddress(address, port);
    return new HostPort(
        protocol,
        address,
        port,
        switch (protocol) {
          case TCP -> bindTcp(local, container);
          case UDP -> bindUdp(local);
          // The JDK knows SCTP only with a native library that nobody has installed. Two of our
          // own containers are kept apart by [HostPorts], and no process of the host is
          // expected.
          case SCTP -> () -> {};
        });
  }

  private static PortProxy bindTcp(InetSocketAddress local, InetSocketAddress container)
      throws IOException {
    var listener =
        isIpv4(local)
            ? ServerSocketChannel.open(StandardProtocolFamily.INET)
            : ServerSocketChannel.open();
    try {
      // Listening, not just bound: beside a socket that was merely bound, another process could
      // bind and listen if it allows address reuse, which most servers do.
      listener.bind(local);
      return new PortProxy(listener, container);
    } catch (IOException e) {
      listener.close();
      throw e;
    }
  }

  private static DatagramChannel bindUdp(InetSocketAddress local) throws IOException {
    var channel =
        isIpv4(local) ? DatagramChannel.open(StandardProtocolFamily.INET) : DatagramChannel.open();
    try {
      // Nobody reads from it, so let nothing pile up.
      channel.setOption(StandardSocketOptions.SO_RCVBUF, LEAST_BUFFER);
      channel.bind(local);
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static boolean isIpv4(InetSocketAddress address) {
    return address.getAddress() instanceof Inet4Address;
  }

  /// Whether both cannot exist at the same time.
  boolean collidesWith(Protocol otherProtocol, InetAddress otherAddress, int otherPort) {
    return protocol == otherProtocol
        && port == otherPort
        && (address.equals(otherAddress)
            || address.isAnyLocalAddress()
            || otherAddress.isAnyLocalAddress());
  }

  @Override
  public void close() throws IOException {
    try {
      socket.close();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }
}
