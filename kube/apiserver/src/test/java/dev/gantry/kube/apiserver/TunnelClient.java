package dev.gantry.kube.apiserver;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A WebSocket client that takes messages for a stream of bytes. The JDK's refuses subprotocols
/// with a slash in them.
final class TunnelClient implements AutoCloseable {
  final String head;
  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;

  TunnelClient(int port, String path, String protocol) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    in = new DataInputStream(socket.getInputStream());
    out = new DataOutputStream(socket.getOutputStream());
    String request =
        String.join(
            "\r\n",
            "GET " + path + " HTTP/1.1",
            "Host: a",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Protocol: " + protocol,
            "",
            "");
    out.write(request.getBytes(StandardCharsets.US_ASCII));
    var bytes = new ByteArrayOutputStream();
    while (!bytes.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
      bytes.write(in.readUnsignedByte());
    }
    head = bytes.toString(StandardCharsets.US_ASCII);
  }

  InputStream input() {
    return new InputStream() {
      private int left;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        while (left == 0) {
          if (!nextFrame()) {
            return -1;
          }
        }
        int n = in.read(target, offset, Math.min(left, length));
        left -= n;
        return n;
      }

      private boolean nextFrame() throws IOException {
        try {
          int opcode = in.readUnsignedByte() & 0x0f;
          int length = in.readUnsignedByte();
          left =
              length == 127 ? (int) in.readLong() : length == 126 ? in.readUnsignedShort() : length;
          return opcode == 2;
        } catch (EOFException _) {
          return false;
        }
      }
    };
  }

  OutputStream output() {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        // A mask of zeros is one too.
        out.writeByte(0x82);
        out.writeByte(0x80 | 127);
        out.writeLong(length);
        out.writeInt(0);
        out.write(bytes, offset, length);
      }
    };
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
