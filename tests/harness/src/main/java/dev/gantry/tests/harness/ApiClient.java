package dev.gantry.tests.harness;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// Speaks the Docker API to an engine's socket, one connection per request, hiding nothing of what
/// the engine answers.
public final class ApiClient {
  private final Path socket;
  private final String version;

  public ApiClient(Path socket, String version) {
    this.socket = socket;
    this.version = version;
  }

  /// The same engine, addressed with another API version.
  public ApiClient speaking(String otherVersion) {
    return new ApiClient(socket, otherVersion);
  }

  public Reply get(String path) {
    return exchange("GET", path, "");
  }

  public Reply head(String path) {
    return exchange("HEAD", path, "");
  }

  public Reply post(String path) {
    return exchange("POST", path, "");
  }

  public Reply post(String path, String json) {
    return exchange("POST", path, json, "Content-Type: application/json");
  }

  public Reply delete(String path) {
    return exchange("DELETE", path, "");
  }

  /// Sends one request and reads the whole answer. `path` is taken below the API version unless it
  /// starts with `/v` and a digit.
  public Reply exchange(String method, String path, String body, String... headers) {
    try (var connection = connect()) {
      connection.request(method, path, body, headers);
      return connection.reply(method);
    }
  }

  public HttpConnection connect() {
    return new HttpConnection(socket, version);
  }

  /// Creates a container from `json` and returns its id.
  public String create(String name, String json) {
    var reply = post("/containers/create?name=" + name, json);
    if (reply.status() != 201) {
      throw new AssertionError("create " + name + ": " + reply);
    }
    return reply.json().get("Id").asString();
  }

  /// Opens a stream that both sides can write to: attach, or the start of an exec.
  public HttpConnection upgrade(String path, String body) {
    var connection = connect();
    connection.request(
        "POST",
        path,
        body,
        "Connection: Upgrade",
        "Upgrade: tcp",
        "Content-Type: " + (body.isEmpty() ? "text/plain" : "application/json"));
    var head = connection.head();
    if (head.status() != 101) {
      throw new AssertionError("POST " + path + ": " + head);
    }
    return connection;
  }

  static byte[] bytes(List<String> lines) {
    return (String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
  }
}
