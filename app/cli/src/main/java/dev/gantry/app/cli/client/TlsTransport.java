package dev.gantry.app.cli.client;

import java.io.IOException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// TLS over TCP. Half-close needs TLS 1.3, whose close_notify ends one direction only.
final class TlsTransport implements Transport {
  private final SSLSocket socket;

  private TlsTransport(SSLSocket socket) {
    this.socket = socket;
  }

  static TlsTransport connect(SSLContext context, String host, int port, boolean verifyName)
      throws IOException {
    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(host, port);
    if (verifyName) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
    }
    try {
      socket.startHandshake();
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    return new TlsTransport(socket);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    return socket.getInputStream().read(buffer, offset, length);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    socket.getOutputStream().write(bytes, offset, length);
  }

  @Override
  public void shutdownOutput() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
