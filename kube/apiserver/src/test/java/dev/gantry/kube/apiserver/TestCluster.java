package dev.gantry.kube.apiserver;

import dev.gantry.kube.api.Extensions;
import dev.gantry.kube.auth.ClusterCertificates;
import dev.gantry.kube.auth.Identity;
import dev.gantry.kube.auth.Kubeconfig;
import dev.gantry.kube.auth.ServerNames;
import dev.gantry.platform.http.HttpServer;
import dev.gantry.platform.http.HttpServerConfig;
import dev.gantry.platform.json.Json;
import dev.gantry.platform.lifecycle.Timers;
import dev.gantry.platform.store.SqliteStore;
import dev.gantry.platform.store.SqliteStoreConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A whole API server over TLS on a free port, with clients of the JDK.
final class TestCluster implements AutoCloseable {
  private final InstantSource clock = InstantSource.system();
  private final ClusterCertificates certificates;
  private final SqliteStore store;
  private final Timers timers = new Timers("test");
  private final HttpServer http = HttpServer.open(HttpServerConfig.defaults());
  private final ControlPlane plane;
  private final ApiEndpoint endpoint;
  private final HttpClient admin;
  private final HttpClient anonymous;

  /// What a server answered.
  record Reply(int status, Map<String, List<String>> headers, String body) {
    JsonNode json() {
      return Json.tree(body.getBytes(StandardCharsets.UTF_8));
    }

    String header(String name) {
      return headers.entrySet().stream()
          .filter(entry -> entry.getKey().equalsIgnoreCase(name))
          .map(entry -> String.join(", ", entry.getValue()))
          .findFirst()
          .orElse("");
    }
  }

  TestCluster(Path directory) throws Exception {
    this(directory, 0);
  }

  TestCluster(Path directory, int port) throws Exception {
    certificates = ClusterCertificates.open(directory.resolve("pki"), clock);
    store = SqliteStore.open(SqliteStoreConfig.in(directory));
    plane = ControlPlane.open(store, certificates, clock, Extensions.NONE);
    var metrics = new ServerMetrics();
    var server =
        new ApiServer(
            plane,
            new ServerVersion("0.1.0", "unknown", "2026-11-24T00:00:00Z"),
            new HealthChecks(),
            metrics,
            Map.of());
    endpoint =
        ApiEndpoint.open(
            http,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
            certificates,
            ServerNames.of("", InetAddress.getByName("10.96.0.1"), List.of()),
            server,
            timers,
            clock);
    admin = client(certificates.admin());
    anonymous = client(null);
  }

  private HttpClient client(@Nullable Identity identity)
      throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("ca", certificates.authority());
    var trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    var keys = KeyManagerFactory.getInstance("PKIX");
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null, null);
    if (identity != null) {
      own.setKeyEntry(
          "me", identity.key(), new char[0], new Certificate[] {identity.certificate()});
    }
    keys.init(own, new char[0]);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(tls).version(HttpClient.Version.HTTP_1_1).build();
  }

  ControlPlane plane() {
    return plane;
  }

  int port() {
    return endpoint.port();
  }

  void writeKubeconfig(Path path) {
    Kubeconfig.write(
        path,
        Kubeconfig.text(
            "https://127.0.0.1:" + port(), certificates.authority(), certificates.admin()));
  }

  /// A request of the administrator, with pairs of header names and values.
  Reply send(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    return send(admin, method, path, body, headers);
  }

  Reply get(String path, String... headers) throws IOException, InterruptedException {
    return send(admin, "GET", path, "", headers);
  }

  /// A request of somebody who shows no certificate.
  Reply sendAnonymously(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    return send(anonymous, method, path, body, headers);
  }

  private Reply send(HttpClient client, String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port() + path))
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    HttpResponse<String> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return new Reply(response.statusCode(), response.headers().map(), response.body());
  }

  /// Opens a stream of lines, such as a watch.
  Stream<String> lines(String path) throws IOException, InterruptedException {
    return admin
        .send(
            HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port() + path)).build(),
            HttpResponse.BodyHandlers.ofLines())
        .body();
  }

  @Override
  public void close() {
    admin.shutdownNow();
    anonymous.shutdownNow();
    timers.close();
    endpoint.close();
    http.close();
    plane.close();
    store.close();
  }
}
