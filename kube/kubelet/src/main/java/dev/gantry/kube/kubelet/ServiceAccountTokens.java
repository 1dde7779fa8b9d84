package dev.gantry.kube.kubelet;

import dev.gantry.kube.client.ApiClient;
import dev.gantry.kube.objects.BuiltInKinds;
import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.KubeTimes;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.platform.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Tokens of pods' service accounts, asked for when a volume needs one and renewed when four
/// fifths of their life are over, or a day.
final class ServiceAccountTokens {
  private static final GroupVersionKind REQUEST =
      new GroupVersionKind("authentication.k8s.io", "v1", "TokenRequest");
  private static final Duration OLDEST = Duration.ofHours(24);
  private static final long DEFAULT_SECONDS = 3600;

  private record Key(String podUid, String audience, long seconds) {}

  /// A token and when it is to be replaced.
  private record Token(String text, Instant renewAt) {
    @Override
    public String toString() {
      return "***";
    }
  }

  private final ApiClient client;
  private final InstantSource clock;
  private final Map<Key, Token> tokens = new ConcurrentHashMap<>();

  ServiceAccountTokens(ApiClient client, InstantSource clock) {
    this.client = client;
    this.clock = clock;
  }

  String token(KubeObject pod, JsonNode source) throws VolumeFailure {
    long seconds = source.path("expirationSeconds").asLong(DEFAULT_SECONDS);
    var key = new Key(pod.uid(), source.path("audience").asString(""), seconds);
    Token known = tokens.get(key);
    if (known != null && clock.instant().isBefore(known.renewAt())) {
      return known.text();
    }
    Token fresh = request(pod, key);
    tokens.put(key, fresh);
    return fresh.text();
  }

  private Token request(KubeObject pod, Key key) throws VolumeFailure {
    String account = pod.spec().path("serviceAccountName").asString("default");
    ObjectNode body = Json.mapper().createObjectNode();
    body.put("apiVersion", REQUEST.apiVersion()).put("kind", REQUEST.kind());
    body.putObject("metadata").put("name", account).put("namespace", pod.namespace());
    ObjectNode spec = body.putObject("spec");
    if (!key.audience().isEmpty()) {
      spec.putArray("audiences").add(key.audience());
    }
    spec.put("expirationSeconds", key.seconds());
    spec.putObject("boundObjectRef")
        .put("apiVersion", "v1")
        .put("kind", "Pod")
        .put("name", pod.name())
        .put("uid", pod.uid());
    try {
      Instant asked = clock.instant();
      KubeObject answer =
          client.createSubresource(
              BuiltInKinds.SERVICE_ACCOUNT,
              new ObjectKey(pod.namespace(), account),
              "token",
              KubeObject.of(body));
      Instant expires =
          KubeTimes.find(answer.at("status", "expirationTimestamp"))
              .orElse(asked.plusSeconds(key.seconds()));
      Duration life = Duration.between(asked, expires).multipliedBy(4).dividedBy(5);
      return new Token(
          answer.at("status", "token").asString(""),
          asked.plus(life.compareTo(OLDEST) > 0 ? OLDEST : life));
    } catch (StatusException e) {
      throw new VolumeFailure("failed to fetch token: " + e.getMessage(), e);
    }
  }

  /// When the first of a pod's tokens is to be renewed.
  Optional<Instant> renewal(String podUid) {
    return tokens.entrySet().stream()
        .filter(entry -> entry.getKey().podUid().equals(podUid))
        .map(entry -> entry.getValue().renewAt())
        .min(Instant::compareTo);
  }

  void forget(String podUid) {
    tokens.keySet().removeIf(key -> key.podUid().equals(podUid));
  }
}
