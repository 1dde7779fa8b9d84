package dev.gantry.kube.apiserver;

import dev.gantry.kube.api.Caller;
import dev.gantry.kube.auth.UserInfo;
import dev.gantry.kube.client.FakeNodeAgent;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.platform.http.Endpoint;
import dev.gantry.platform.http.HttpServer;
import dev.gantry.platform.http.HttpServerConfig;
import dev.gantry.platform.http.Listener;
import dev.gantry.platform.http.Request;
import dev.gantry.platform.http.Response;
import dev.gantry.platform.http.SpdyTestClient;
import dev.gantry.platform.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The streams of pods behind a server of their own, over a node that is not real: the pod
/// `web` with one container, `pair` with two and an init container, `pending` on no node.
final class StreamServer implements AutoCloseable {
  final FakeNodeAgent agent = new FakeNodeAgent();
  private final HttpServer server = HttpServer.open(HttpServerConfig.defaults());
  private final Map<String, StreamedSubresource> streams =
      PodStreams.of(StreamServer::pod, _ -> agent);
  private final Listener listener;

  StreamServer() {
    listener =
        server.listen(
            new Endpoint.Tcp(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Optional.empty()),
            this::handle,
            StreamServer::refuse);
  }

  int port() {
    return listener.port();
  }

  private void handle(Request request, Response response) throws IOException, InterruptedException {
    ResourcePath path = ResourcePath.parse(request.path()).orElseThrow();
    var caller = new Caller(UserInfo.of("tester"), "");
    StreamedSubresource stream = streams.get("pods/" + path.subresource());
    if (stream != null) {
      stream.handle(request, response, caller, path);
      return;
    }
    response.header("Content-Type", "application/json").send(Json.bytes(pod(path.key()).json()));
  }

  private static void refuse(Request request, Throwable failure, Response response)
      throws IOException {
    int status = failure instanceof StatusException e ? e.reason().code() : 500;
    response
        .status(status)
        .send(String.valueOf(failure.getMessage()).getBytes(StandardCharsets.UTF_8));
  }

  private static KubeObject pod(ObjectKey key) {
    ObjectNode pod = Json.mapper().createObjectNode();
    pod.put("apiVersion", "v1").put("kind", "Pod");
    pod.putObject("metadata")
        .put("name", key.name())
        .put("namespace", key.namespace())
        .put("uid", "u-1");
    ObjectNode spec = pod.putObject("spec");
    ArrayNode containers = spec.putArray("containers");
    containers.addObject().put("name", "app");
    switch (key.name()) {
      case "web" -> spec.put("nodeName", "here");
      case "pending" -> {}
      case "pair" -> {
        spec.put("nodeName", "here");
        containers.addObject().put("name", "sidecar");
        spec.putArray("initContainers").addObject().put("name", "setup");
      }
      default -> throw StatusException.notFound("", "pods", key.name());
    }
    return KubeObject.of(pod);
  }

  static String path(String pod, String subresource, String query) {
    return "/api/v1/namespaces/default/pods/" + pod + "/" + subresource + "?" + query;
  }

  /// A connection that asked for SPDY.
  final class Spdy implements AutoCloseable {
    final Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
    final String head;
    private final SpdyTestClient client;

    Spdy(String method, String path, String... protocols) throws IOException {
      var request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: a\r\n");
      request.append("Connection: Upgrade\r\nUpgrade: SPDY/3.1\r\nContent-Length: 0\r\n");
      for (String protocol : protocols) {
        request.append("X-Stream-Protocol-Version: ").append(protocol).append("\r\n");
      }
      socket.getOutputStream().write((request + "\r\n").getBytes(StandardCharsets.US_ASCII));
      head = readHead();
      client = new SpdyTestClient(socket.getInputStream(), socket.getOutputStream());
    }

    private String readHead() throws IOException {
      var bytes = new ByteArrayOutputStream();
      while (!bytes.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
        int b = socket.getInputStream().read();
        if (b < 0) {
          throw new EOFException("connection ended after: " + bytes);
        }
        bytes.write(b);
      }
      return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    SpdyTestClient client() {
      return client;
    }

    SpdyTestClient.Stream open(String... headers) throws Exception {
      var stream = client.open(headers);
      if (!stream.awaitReply()) {
        throw new IOException("no reply");
      }
      return stream;
    }

    @Override
    public void close() throws IOException {
      socket.close();
      client.close();
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
