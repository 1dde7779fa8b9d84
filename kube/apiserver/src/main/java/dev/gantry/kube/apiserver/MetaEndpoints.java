package dev.gantry.kube.apiserver;

import dev.gantry.kube.auth.ServiceAccountTokens;
import dev.gantry.platform.http.Request;
import dev.gantry.platform.http.Response;
import dev.gantry.platform.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Answers paths that are no resources: what the server is, whether it is well, which keys it
/// signs with.
final class MetaEndpoints {
  private static final List<String> HEALTH = List.of("livez", "readyz", "healthz");

  private final ServerVersion version;
  private final HealthChecks health;
  private final ServerMetrics metrics;
  private final ServiceAccountTokens tokens;
  private final List<String> versions;

  /// @param versions the group versions served, `v1`, `apps/v1`
  MetaEndpoints(
      ServerVersion version,
      HealthChecks health,
      ServerMetrics metrics,
      ServiceAccountTokens tokens,
      List<String> versions) {
    this.version = version;
    this.health = health;
    this.metrics = metrics;
    this.tokens = tokens;
    this.versions = versions;
  }

  /// Answers if the path is one of these; false when it is not.
  boolean handle(Request request, Response response) throws IOException {
    String path = request.path();
    String first = path.substring(1).split("/", 2)[0];
    if (HEALTH.contains(first)) {
      requireRead(request);
      return health(first, path, request, response);
    }
    Answer answer = new Answer(request, response);
    switch (path) {
      case "/version", "/version/" -> answer.json(version.json());
      case "/metrics" ->
          answer.bytes(
              "text/plain; version=0.0.4; charset=utf-8",
              metrics.text().getBytes(StandardCharsets.UTF_8));
      case "/openid/v1/jwks" ->
          answer.bytes("application/jwk-set+json", Json.bytes(tokens.keySet()));
      case "/.well-known/openid-configuration" -> answer.json(openIdConfiguration());
      case "/" -> answer.json(paths());
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void requireRead(Request request) {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      throw StatusDocument.methodNotAllowed();
    }
  }

  private boolean health(String endpoint, String path, Request request, Response response)
      throws IOException {
    String check =
        path.length() > endpoint.length() + 2 ? path.substring(endpoint.length() + 2) : "";
    Optional<HealthChecks.Report> report =
        check.isEmpty()
            ? Optional.of(health.report(endpoint, request.query()))
            : health.report(check);
    if (report.isEmpty()) {
      return false;
    }
    response.header("X-Content-Type-Options", "nosniff");
    new Answer(request, response)
        .status(report.get().healthy() ? 200 : 500)
        .bytes("text/plain; charset=utf-8", report.get().text().getBytes(StandardCharsets.UTF_8));
    return true;
  }

  private static ObjectNode openIdConfiguration() {
    ObjectNode document = Json.mapper().createObjectNode();
    document
        .put("issuer", ServiceAccountTokens.ISSUER)
        .put("jwks_uri", ServiceAccountTokens.ISSUER + "/openid/v1/jwks");
    document.putArray("response_types_supported").add("id_token");
    document.putArray("subject_types_supported").add("public");
    document.putArray("id_token_signing_alg_values_supported").add("ES256");
    return document;
  }

  private ObjectNode paths() {
    ObjectNode document = Json.mapper().createObjectNode();
    var paths = document.putArray("paths");
    List.of("/.well-known/openid-configuration", "/api", "/api/v1", "/apis").forEach(paths::add);
    versions.stream()
        .filter(each -> each.contains("/"))
        .flatMap(each -> List.of(each.substring(0, each.indexOf('/')), each).stream())
        .distinct()
        .sorted()
        .forEach(each -> paths.add("/apis/" + each));
    List.of(
            "/healthz",
            "/livez",
            "/metrics",
            "/openapi/v2",
            "/openapi/v3",
            "/openid/v1/jwks",
            "/readyz",
            "/version")
        .forEach(paths::add);
    return document;
  }
}
