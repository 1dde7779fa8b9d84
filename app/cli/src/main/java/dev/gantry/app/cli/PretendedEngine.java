package dev.gantry.app.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;

/// Answers the requests of [Training] with plausible nonsense.
final class PretendedEngine implements AutoCloseable {
  private static final String ID = "0123456789ab".repeat(5) + "cdef";
  private static final String CONTAINER =
      "{\"Id\":\"%s\",\"Names\":[\"/web\"],\"Image\":\"x\",\"ImageID\":\"sha256:%s\",\"Command\":\"sh\","
              .formatted(ID, ID)
          + "\"Created\":1700000000,\"Ports\":[{\"IP\":\"0.0.0.0\",\"PrivatePort\":80,"
          + "\"PublicPort\":8080,\"Type\":\"tcp\"}],\"Labels\":{\"a\":\"b\"},\"State\":\"running\","
          + "\"Status\":\"Up\",\"NetworkSettings\":{\"Networks\":{\"bridge\":{}}},\"Mounts\":[]}";
  private static final String DETAILS =
      "{\"Id\":\"%s\",\"Name\":\"/web\",\"State\":{\"Running\":true,\"OOMKilled\":false},"
              .formatted(ID)
          + "\"Config\":{\"Tty\":false,\"Env\":[\"A=b\"],\"Labels\":{}},\"HostConfig\":{\"Binds\":null},"
          + "\"Mounts\":[{\"Source\":\"/a\"}],\"NetworkSettings\":{\"Ports\":{}}}";
  private static final String IMAGE =
      "{\"Id\":\"sha256:%s\",\"RepoTags\":[\"x:latest\"],\"RepoDigests\":[],\"Created\":1700000000,"
              .formatted(ID)
          + "\"Size\":4260000,\"SharedSize\":-1,\"Containers\":-1}";
  private static final String VERSION =
      "{\"Version\":\"1\",\"ApiVersion\":\"1.50\",\"Components\":[{\"Name\":\"Engine\",\"Version\":\"1\","
          + "\"Details\":{\"ApiVersion\":\"1.50\"}}]}";
  private static final String FRAME = "\u0001\0\0\0\0\0\0\u0002x\n";

  private final ServerSocketChannel server;
  private final Consumer<String> requests;
  private final Thread acceptor;

  private PretendedEngine(ServerSocketChannel server, Consumer<String> requests) {
    this.server = server;
    this.requests = requests;
    this.acceptor = new Thread(this::accept, "pretended engine");
  }

  /// @param requests told the method and target of each request before it is answered
  static PretendedEngine open(Path socket, Consumer<String> requests) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    PretendedEngine engine = new PretendedEngine(server, requests);
    engine.acceptor.start();
    return engine;
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel client = server.accept();
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException _) {
      // Closed: training is over.
    }
  }

  private void serve(SocketChannel client) {
    try (client) {
      InputStream in = new BufferedInputStream(Channels.newInputStream(client));
      for (String request = line(in); !request.isEmpty(); request = line(in)) {
        long length = 0;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
          if (header.startsWith("Content-Length: ")) {
            length = Long.parseLong(header.substring("Content-Length: ".length()));
          }
        }
        in.skipNBytes(length);
        requests.accept(request.replace(" HTTP/1.1", ""));
        boolean raw = request.contains("/attach") || request.contains("/exec/" + ID + "/start");
        write(client, raw ? upgrade() : answer(request));
        if (raw) {
          return;
        }
      }
    } catch (IOException _) {
      // The client has what it wanted.
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      line.append((char) b);
    }
    return line.toString().strip();
  }

  private static void write(SocketChannel client, String text) throws IOException {
    client.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private static String upgrade() {
    return "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n" + FRAME;
  }

  private static String answer(String request) {
    String[] words = request.split(" ", -1);
    String path = words[1].replaceFirst("^/v[0-9.]+", "").replaceFirst("\\?.*", "");
    if (words[0].equals("HEAD")) {
      return "HTTP/1.1 200 OK\r\nApi-Version: 1.50\r\nOstype: linux\r\nContent-Length: 0\r\n\r\n";
    }
    if (path.endsWith("/wait")) {
      String body = "{\"StatusCode\":0}";
      return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n" + body + "\r\n0\r\n\r\n";
    }
    if (words[0].equals("DELETE") && path.startsWith("/images/")) {
      return json(200, "[{\"Untagged\":\"x:latest\"}]");
    }
    if (words[0].equals("DELETE") || path.endsWith("/start") || path.endsWith("/stop")) {
      return "HTTP/1.1 204 No Content\r\n\r\n";
    }
    return switch (path) {
      case "/containers/json" -> json(200, "[" + CONTAINER + "]");
      case "/images/json" -> json(200, "[" + IMAGE + "]");
      case "/containers/create" -> json(201, "{\"Id\":\"" + ID + "\",\"Warnings\":[]}");
      case "/containers/web/exec" -> json(201, "{\"Id\":\"" + ID + "\"}");
      case "/images/create" ->
          json(200, "{\"status\":\"Pull complete\",\"progressDetail\":{},\"id\":\"a\"}");
      case "/version" -> json(200, VERSION);
      case "/networks" -> json(200, "[]");
      default -> path.endsWith("/logs") ? json(200, FRAME) : json(200, DETAILS);
    };
  }

  private static String json(int status, String body) {
    return "HTTP/1.1 %d OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(status, body.length(), body);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
