package dev.gantry.app.cli.client;

import dev.gantry.app.cli.grammar.ExitException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The engine's API over as many connections as are in use at once.
///
/// Before the first request the engine is asked for its API version, and the lower of its and
/// ours is spoken from then on. Safe for several threads; a connection serves one of them at a
/// time.
public final class EngineClient implements AutoCloseable {
  /// The API version this client was written for.
  public static final String API_VERSION = "1.50";

  /// What an engine that does not name a version must be taken for.
  private static final String OLDEST = "1.24";

  private static final byte[] NO_BODY = {};

  private final Endpoint endpoint;
  private final String userAgent;
  private final Deque<HttpConnection> idle = new ArrayDeque<>();
  private @Nullable Ping ping;

  public EngineClient(Endpoint endpoint, String version) {
    this.endpoint = endpoint;
    this.userAgent = "Gantry-Client/" + version + " (linux)";
  }

  /// What the engine says of itself before anything else.
  public record Ping(String apiVersion, String osType, boolean experimental) {}

  /// A response whose body has not been read yet.
  public record Response(int status, Map<String, String> headers, InputStream body)
      implements AutoCloseable {
    public byte[] bytes() throws IOException {
      try (body) {
        return body.readAllBytes();
      }
    }

    public JsonObject object() throws IOException {
      return Json.parseObject(bytes());
    }

    public Object json() throws IOException {
      return Json.parse(bytes());
    }

    @Override
    public void close() throws IOException {
      body.close();
    }
  }

  public Endpoint endpoint() {
    return endpoint;
  }

  /// The version spoken on the wire.
  public String apiVersion() throws IOException {
    String server = ping().apiVersion();
    return atLeast(server, API_VERSION) ? API_VERSION : server;
  }

  /// Whether the version spoken is that one or newer.
  public boolean speaks(String version) throws IOException {
    return atLeast(apiVersion(), version);
  }

  private static boolean atLeast(String version, String wanted) {
    int dot = version.indexOf('.');
    int wantedDot = wanted.indexOf('.');
    int major = Integer.parseInt(version, 0, dot, 10);
    int wantedMajor = Integer.parseInt(wanted, 0, wantedDot, 10);
    int minor = Integer.parseInt(version, dot + 1, version.length(), 10);
    int wantedMinor = Integer.parseInt(wanted, wantedDot + 1, wanted.length(), 10);
    return major != wantedMajor ? major > wantedMajor : minor >= wantedMinor;
  }

  public synchronized Ping ping() throws IOException {
    Ping known = ping;
    if (known != null) {
      return known;
    }
    HttpConnection connection = connect();
    HttpConnection.Head head = connection.exchange("HEAD", "/_ping", headers(), NO_BODY);
    connection.body(head, true, () -> idle.push(connection)).close();
    String version = head.header("Api-Version");
    Ping found =
        new Ping(
            version.indexOf('.') > 0 ? version : OLDEST,
            head.header("Ostype"),
            head.header("Docker-Experimental").equals("true"));
    ping = found;
    return found;
  }

  public Response get(ApiPath path) throws IOException {
    return request("GET", path, Map.of(), NO_BODY);
  }

  public Response get(ApiPath path, Map<String, String> headers) throws IOException {
    return request("GET", path, headers, NO_BODY);
  }

  public Response head(ApiPath path) throws IOException {
    return request("HEAD", path, Map.of(), NO_BODY);
  }

  public Response delete(ApiPath path) throws IOException {
    return request("DELETE", path, Map.of(), NO_BODY);
  }

  public Response post(ApiPath path) throws IOException {
    return request("POST", path, Map.of(), NO_BODY);
  }

  public Response post(ApiPath path, Object json) throws IOException {
    return request(
        "POST",
        path,
        Map.of("Content-Type", "application/json"),
        Json.text(json).getBytes(StandardCharsets.UTF_8));
  }

  public Response post(ApiPath path, Map<String, String> headers) throws IOException {
    return request("POST", path, headers, NO_BODY);
  }

  /// Sends a stream as the body.
  public Response send(String method, ApiPath path, Map<String, String> headers, InputStream body)
      throws IOException {
    String target = target(path);
    HttpConnection connection = connect();
    return answer(
        "POST", connection, connection.exchange(method, target, withCommon(headers), body));
  }

  private Response request(String method, ApiPath path, Map<String, String> headers, byte[] body)
      throws IOException {
    String target = target(path);
    HttpConnection connection = takeIdle();
    return answer(
        method, connection, connection.exchange(method, target, withCommon(headers), body));
  }

  /// Asks for the connection itself: attach and exec.
  public RawStream upgrade(ApiPath path, Map<String, String> headers, byte[] body)
      throws IOException {
    String target = target(path);
    HttpConnection connection = takeIdle();
    Map<String, String> all = withCommon(headers);
    all.put("Connection", "Upgrade");
    all.put("Upgrade", "tcp");
    HttpConnection.Head head = connection.exchange("POST", target, all, body);
    if (head.status() != 101) {
      answer("POST", connection, head).close();
      throw ExitException.failure("unable to upgrade to tcp, received " + head.status());
    }
    return new RawStream(connection, head.header("Content-Type"));
  }

  private Response answer(String method, HttpConnection connection, HttpConnection.Head head)
      throws IOException {
    InputStream body =
        connection.body(head, method.equals("HEAD"), () -> release(connection, head));
    // No engine sends us elsewhere; 304 means that what was asked for is so already.
    if (head.status() >= 300 && head.status() != 304) {
      try (body) {
        throw failure(head, body.readAllBytes());
      }
    }
    return new Response(head.status(), head.headers(), body);
  }

  private static EngineException failure(HttpConnection.Head head, byte[] body) throws IOException {
    String message = "";
    if (head.header("Content-Type").startsWith("application/json")) {
      message = Json.parseObject(body).string("message");
    } else {
      message = new String(body, StandardCharsets.UTF_8);
    }
    return new EngineException(head.status(), message.isBlank() ? head.reason() : message.strip());
  }

  private String target(ApiPath path) throws IOException {
    return "/v" + apiVersion() + path;
  }

  private Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Host", "api.gantry.localhost");
    headers.put("User-Agent", userAgent);
    return headers;
  }

  private Map<String, String> withCommon(Map<String, String> headers) {
    Map<String, String> all = headers();
    all.putAll(headers);
    return all;
  }

  private HttpConnection takeIdle() throws IOException {
    synchronized (this) {
      HttpConnection connection = idle.poll();
      if (connection != null) {
        return connection;
      }
    }
    return connect();
  }

  private synchronized void release(HttpConnection connection, HttpConnection.Head head) {
    if (!head.header("Connection").equalsIgnoreCase("close")) {
      idle.push(connection);
    }
  }

  private HttpConnection connect() throws IOException {
    try {
      return new HttpConnection(endpoint.connect());
    } catch (IOException e) {
      String detail = String.valueOf(e.getMessage());
      if (e instanceof AccessDeniedException || detail.contains("Permission denied")) {
        throw new ExitException(
            1,
            "permission denied while trying to connect to the Gantry daemon at " + endpoint.url());
      }
      boolean tcp = !endpoint.url().startsWith("unix://");
      throw new ExitException(
          1,
          "Cannot connect to the Gantry daemon at "
              + endpoint.url()
              + ". Is the gantry daemon running?"
              + (tcp && endpoint.tls().isPresent() ? " (" + detail + ")" : ""));
    }
  }

  @Override
  public synchronized void close() throws IOException {
    while (!idle.isEmpty()) {
      idle.pop().close();
    }
  }
}
