package dev.gantry.app.cli.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// A unix socket or plain TCP connection.
final class ChannelTransport implements Transport {
  private final SocketChannel channel;

  private ChannelTransport(SocketChannel channel) {
    this.channel = channel;
  }

  static ChannelTransport unix(String path) throws IOException {
    return connect(UnixDomainSocketAddress.of(path));
  }

  static ChannelTransport tcp(String host, int port) throws IOException {
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new IOException("lookup " + host + ": no such host");
    }
    return connect(address);
  }

  private static ChannelTransport connect(SocketAddress address) throws IOException {
    return new ChannelTransport(SocketChannel.open(address));
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    return channel.read(ByteBuffer.wrap(buffer, offset, length));
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
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
