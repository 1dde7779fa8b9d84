package dev.gantry.app.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gantry.platform.errors.UnavailableException;
import dev.gantry.platform.http.Handler;
import dev.gantry.platform.http.Request;
import dev.gantry.platform.http.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// `GET /_gantry/check`: lets a running daemon check its own state, which nobody else can open
/// meanwhile. It lies beside the Docker API, on the same endpoints, and answers a problem a line.
final class CheckEndpoint implements Handler {
  private static final String PATH = "/_gantry/check";
  private static final int OK_LINE = "HTTP/1.1 200".length();

  private final Handler others;
  private final Supplier<List<String>> check;

  /// @param others handles every other path
  CheckEndpoint(Handler others, Supplier<List<String>> check) {
    this.others = others;
    this.check = check;
  }

  @Override
  public void handle(Request request, Response response) throws IOException, InterruptedException {
    if (!request.path().equals(PATH)) {
      others.handle(request, response);
      return;
    }
    response
        .header("Content-Type", "text/plain; charset=utf-8")
        .send(String.join("\n", check.get()).getBytes(UTF_8));
  }

  /// Asks the daemon behind a socket; empty when there is none.
  static Optional<List<String>> ask(Path socket) {
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.write(
          ByteBuffer.wrap(
              ("GET " + PATH + " HTTP/1.1\r\nHost: gantry\r\nConnection: close\r\n\r\n")
                  .getBytes(UTF_8)));
      return Optional.of(problems(readAll(channel)));
    } catch (IOException nobodyThere) {
      return Optional.empty();
    }
  }

  private static String readAll(SocketChannel channel) throws IOException {
    var all = new ByteArrayOutputStream();
    var buffer = ByteBuffer.allocate(8192);
    while (channel.read(buffer) >= 0) {
      all.write(buffer.array(), 0, buffer.position());
      buffer.clear();
    }
    return all.toString(UTF_8);
  }

  private static List<String> problems(String answer) {
    int body = answer.indexOf("\r\n\r\n");
    if (!answer.startsWith("200", OK_LINE - 3) || body < 0) {
      throw new UnavailableException("the daemon could not check itself: " + answer);
    }
    return answer.substring(body + 4).lines().filter(line -> !line.isBlank()).toList();
  }
}
