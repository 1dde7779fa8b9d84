package dev.gantry.platform.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.net.ssl.SSLSocketFactory;

/// A client that knows bytes only, so that it can send what no HTTP client would.
final class RawClient implements AutoCloseable {
  /// What differs between sockets.
  private interface Connection {
    void shutdownOutput() throws IOException;

    void close() throws IOException;
  }

  private final InputStream input;
  private final OutputStream output;
  private final Connection connection;

  private RawClient(InputStream input, OutputStream output, Connection connection) {
    this.input = input;
    this.output = output;
    this.connection = connection;
  }

  static RawClient unix(Path path) throws IOException {
    SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
    return new RawClient(
        Channels.newInputStream(channel),
        Channels.newOutputStream(channel),
        new Connection() {
          @Override
          public void shutdownOutput() throws IOException {
            channel.shutdownOutput();
          }

          @Override
          public void close() throws IOException {
            channel.close();
          }
        });
  }

  static RawClient tcp(int port) throws IOException {
    return of(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  static RawClient tls(int port, SSLSocketFactory factory) throws IOException {
    return of(factory.createSocket("localhost", port));
  }

  /// A client whose close resets the connection.
  static RawClient resetting(int port) throws IOException {
    Socket socket = new Socket();
    socket.setSoLinger(true, 0);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return of(socket);
  }

  private static RawClient of(Socket socket) throws IOException {
    return new RawClient(
        socket.getInputStream(),
        socket.getOutputStream(),
        new Connection() {
          @Override
          public void shutdownOutput() throws IOException {
            socket.shutdownOutput();
          }

          @Override
          public void close() throws IOException {
            socket.close();
          }
        });
  }

  RawClient send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawClient send(byte[] bytes) throws IOException {
    output.write(bytes);
    output.flush();
    return this;
  }

  /// A request without a body.
  RawClient request(String method, String target) throws IOException {
    return send(method + " " + target + " HTTP/1.1\r\nHost: test\r\n\r\n");
  }

  /// A request that asks for a raw stream, as docker sends it.
  RawClient requestUpgrade(String target) throws IOException {
    return send(
        "POST "
            + target
            + " HTTP/1.1\r\nHost: test\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n"
            + "Content-Length: 0\r\n\r\n");
  }

  InputStream input() {
    return input;
  }

  OutputStream output() {
    return output;
  }

  void shutdownOutput() throws IOException {
    connection.shutdownOutput();
  }

  /// Reads status line and headers, up to and without the empty line.
  String readHead() throws IOException {
    var head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int b = input.read();
      if (b < 0) {
        throw new EOFException("connection ended after: " + head);
      }
      head.write(b);
    }
    return head.toString(StandardCharsets.ISO_8859_1).strip();
  }

  String readText(int length) throws IOException {
    return new String(input.readNBytes(length), StandardCharsets.UTF_8);
  }

  String readToEnd() throws IOException {
    return new String(input.readAllBytes(), StandardCharsets.UTF_8);
  }

  /// A whole response with a `Content-Length`; without the headers.
  Answer readAnswer() throws IOException {
    String head = readHead();
    int at = head.indexOf("Content-Length: ");
    int length = at < 0 ? 0 : Integer.parseInt(head.substring(at + 16).lines().findFirst().get());
    return new Answer(Integer.parseInt(head.substring(9, 12)), readText(length), head);
  }

  record Answer(int status, String body, String head) {}

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
