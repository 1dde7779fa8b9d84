package dev.gantry.kube.kubelet;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import tools.jackson.databind.JsonNode;

/// One GET request of a probe or hook, over a socket of its own: a client with pools and threads
/// would be started for a few bytes. Certificates are not checked, as upstream does not.
final class HttpGet {
  private static final int MOST_REDIRECTS = 10;
  private static final int LONGEST_LINE = 16 << 10;

  private HttpGet() {}

  /// A server's answer, as far as it is read.
  private record Answer(int status, String location) {}

  static Handlers.Outcome probe(
      boolean tls, String host, int port, String path, JsonNode headers, Duration timeout) {
    Instant deadline = Instant.now().plus(timeout);
    String scheme = tls ? "https" : "http";
    URI uri;
    try {
      uri =
          URI.create(scheme + "://" + host + ":" + port + (path.startsWith("/") ? "" : "/") + path);
    } catch (IllegalArgumentException e) {
      return Handlers.Outcome.failure("invalid URL: " + e.getMessage());
    }
    try {
      for (int redirects = 0; redirects < MOST_REDIRECTS; redirects++) {
        Answer answer = get(uri, headers(headers), deadline);
        if (answer.status() < 200 || answer.status() >= 400) {
          return Handlers.Outcome.failure("HTTP probe failed with statuscode: " + answer.status());
        }
        if (answer.status() < 300 || answer.location().isEmpty()) {
          return Handlers.Outcome.SUCCESS;
        }
        URI next = uri.resolve(answer.location());
        // Whoever sends us elsewhere is alive.
        if (!host.equals(next.getHost())) {
          return Handlers.Outcome.SUCCESS;
        }
        uri = next;
      }
      return Handlers.Outcome.failure("stopped after 10 redirects");
    } catch (SocketTimeoutException e) {
      return Handlers.Outcome.failure(
          "Get \"%s\": context deadline exceeded (Client.Timeout exceeded while awaiting headers)"
              .formatted(uri));
    } catch (IOException | IllegalArgumentException e) {
      String problem = e instanceof IOException io ? Handlers.problem(io) : e.getMessage();
      return Handlers.Outcome.failure(
          "Get \"%s\": dial tcp %s:%d: %s".formatted(uri, uri.getHost(), uri.getPort(), problem));
    }
  }

  private static Map<String, String> headers(JsonNode asked) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("User-Agent", "kube-probe/1.34");
    headers.put("Accept", "*/*");
    for (JsonNode header : asked) {
      String name = header.path("name").asString("");
      headers.keySet().removeIf(name::equalsIgnoreCase);
      headers.put(name, header.path("value").asString(""));
    }
    return headers;
  }

  private static int left(Instant deadline) throws SocketTimeoutException {
    long millis = Duration.between(Instant.now(), deadline).toMillis();
    if (millis <= 0) {
      throw new SocketTimeoutException("deadline passed");
    }
    return (int) Math.min(millis, Integer.MAX_VALUE);
  }

  private static Answer get(URI uri, Map<String, String> headers, Instant deadline)
      throws IOException {
    boolean tls = "https".equals(uri.getScheme());
    int port = uri.getPort() < 0 ? (tls ? 443 : 80) : uri.getPort();
    try (var plain = new Socket()) {
      plain.connect(new InetSocketAddress(uri.getHost(), port), left(deadline));
      try (Socket socket = tls ? secured(plain, uri.getHost(), port) : plain) {
        socket.setSoTimeout(left(deadline));
        socket.getOutputStream().write(request(uri, port, headers));
        socket.getOutputStream().flush();
        return read(new BufferedInputStream(socket.getInputStream()));
      }
    }
  }

  private static byte[] request(URI uri, int port, Map<String, String> headers) {
    String target = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    var text = new StringBuilder("GET ").append(target);
    if (uri.getRawQuery() != null) {
      text.append('?').append(uri.getRawQuery());
    }
    text.append(" HTTP/1.1\r\n");
    if (headers.keySet().stream().noneMatch("Host"::equalsIgnoreCase)) {
      text.append("Host: ").append(uri.getHost()).append(':').append(port).append("\r\n");
    }
    headers.forEach((name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
    text.append("Connection: close\r\n\r\n");
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static Answer read(InputStream in) throws IOException {
    String status = line(in);
    String[] words = status.split(" ", 3);
    if (words.length < 2 || !words[0].startsWith("HTTP/") || !words[1].matches("\\d{3}")) {
      throw new IOException("malformed HTTP response \"" + status + "\"");
    }
    String location = "";
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      int colon = header.indexOf(':');
      if (colon > 0 && header.substring(0, colon).equalsIgnoreCase("location")) {
        location = header.substring(colon + 1).strip();
      }
    }
    return new Answer(Integer.parseInt(words[1]), location);
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("EOF");
      }
      if (line.length() > LONGEST_LINE) {
        throw new IOException("a header line is too long");
      }
      line.append((char) c);
    }
    return line.toString().stripTrailing();
  }

  private static Socket secured(Socket plain, String host, int port) throws IOException {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new TrustAll()}, null);
      return context.getSocketFactory().createSocket(plain, host, port, true);
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS: " + e.getMessage(), e);
    }
  }

  private static final class TrustAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
