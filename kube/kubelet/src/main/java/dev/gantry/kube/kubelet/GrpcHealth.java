package dev.gantry.kube.kubelet;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Asks a gRPC server for its health: `grpc.health.v1.Health/Check` over HTTP/2 without TLS,
/// spoken just far enough. The answer's headers need not be decoded: only a good answer has a
/// message.
final class GrpcHealth {
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GOAWAY = 7;
  private static final int ACK = 1;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;
  private static final int PADDED = 8;
  private static final int LARGEST_FRAME = 1 << 20;
  private static final int SERVING = 1;

  private GrpcHealth() {}

  static Handlers.Outcome check(InetSocketAddress server, String service, Duration timeout) {
    int millis = (int) Math.max(1, timeout.toMillis());
    try (var socket = new Socket()) {
      socket.connect(server, millis);
      socket.setSoTimeout(millis);
      ask(new BufferedOutputStream(socket.getOutputStream()), server, service);
      return answer(new DataInputStream(socket.getInputStream()), socket.getOutputStream());
    } catch (SocketTimeoutException e) {
      return Handlers.Outcome.failure(
          "timeout: failed to connect service \"%s\" within %s: context deadline exceeded"
              .formatted(Handlers.text(server), CrashBackoff.text(timeout)));
    } catch (IOException e) {
      return Handlers.Outcome.failure(
          "error: failed to connect service at \"%s\": %s"
              .formatted(Handlers.text(server), Handlers.problem(e)));
    }
  }

  private static void ask(OutputStream out, InetSocketAddress server, String service)
      throws IOException {
    out.write(PREFACE);
    frame(out, SETTINGS, 0, 0, new byte[0]);
    var headers = new ByteArrayOutputStream();
    header(headers, ":method", "POST");
    header(headers, ":scheme", "http");
    header(headers, ":path", "/grpc.health.v1.Health/Check");
    header(headers, ":authority", Handlers.text(server));
    header(headers, "content-type", "application/grpc");
    header(headers, "te", "trailers");
    header(headers, "user-agent", "kube-probe/1.34");
    frame(out, HEADERS, END_HEADERS, 1, headers.toByteArray());
    frame(out, DATA, END_STREAM, 1, message(service));
    out.flush();
  }

  /// The request as protobuf (`string service = 1`), behind gRPC's five bytes.
  private static byte[] message(String service) {
    byte[] name = service.getBytes(StandardCharsets.UTF_8);
    var request = new ByteArrayOutputStream();
    if (name.length > 0) {
      request.write(0x0a);
      for (int left = name.length; ; left >>>= 7) {
        boolean more = left > 0x7f;
        request.write(more ? (left & 0x7f) | 0x80 : left);
        if (!more) {
          break;
        }
      }
      request.writeBytes(name);
    }
    var framed = new ByteArrayOutputStream();
    framed.write(0);
    int length = request.size();
    framed.writeBytes(
        new byte[] {
          (byte) (length >> 24), (byte) (length >> 16), (byte) (length >> 8), (byte) length
        });
    framed.writeBytes(request.toByteArray());
    return framed.toByteArray();
  }

  /// A header in HPACK's plainest form: a literal that nobody remembers.
  private static void header(ByteArrayOutputStream out, String name, String value) {
    out.write(0);
    text(out, name);
    text(out, value);
  }

  private static void text(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    if (bytes.length >= 0x7f) {
      throw new IllegalArgumentException("too long for a probe: " + text);
    }
    out.write(bytes.length);
    out.writeBytes(bytes);
  }

  private static void frame(OutputStream out, int type, int flags, int stream, byte[] payload)
      throws IOException {
    int length = payload.length;
    out.write(
        new byte[] {
          (byte) (length >> 16),
          (byte) (length >> 8),
          (byte) length,
          (byte) type,
          (byte) flags,
          0,
          0,
          0,
          (byte) stream
        });
    out.write(payload);
  }

  private static Handlers.Outcome answer(DataInputStream in, OutputStream out) throws IOException {
    while (true) {
      int length = in.readUnsignedShort() << 8 | in.readUnsignedByte();
      int type = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      int stream = in.readInt() & Integer.MAX_VALUE;
      if (length > LARGEST_FRAME) {
        throw new IOException("a frame of " + length + " bytes");
      }
      byte[] payload = in.readNBytes(length);
      if (type == SETTINGS && (flags & ACK) == 0) {
        frame(out, SETTINGS, ACK, 0, new byte[0]);
      } else if (type == PING && (flags & ACK) == 0) {
        frame(out, PING, ACK, 0, payload);
      } else if (type == GOAWAY || (type == RST_STREAM && stream == 1)) {
        return Handlers.Outcome.failure("error: health rpc probe failed: the server hung up");
      } else if (type == DATA && stream == 1 && payload.length > 0) {
        return verdict(payload, (flags & PADDED) != 0 ? 1 : 0);
      } else if (type == HEADERS && stream == 1 && (flags & END_STREAM) != 0) {
        return Handlers.Outcome.failure(
            "error: health rpc probe failed: the server answered with an error");
      }
    }
  }

  /// Reads `status = 1` of the response; a missing one means unknown.
  private static Handlers.Outcome verdict(byte[] data, int from) {
    int message = from + 5;
    int status = data.length >= message + 2 && data[message] == 0x08 ? data[message + 1] : 0;
    String[] names = {"UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN"};
    return status == SERVING
        ? Handlers.Outcome.SUCCESS
        : Handlers.Outcome.failure(
            "service unhealthy (responded with \"%s\")"
                .formatted(status >= 0 && status < names.length ? names[status] : status));
  }
}
