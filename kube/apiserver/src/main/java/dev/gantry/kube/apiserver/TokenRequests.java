package dev.gantry.kube.apiserver;

import dev.gantry.kube.api.Caller;
import dev.gantry.kube.api.KubeApi;
import dev.gantry.kube.api.SubresourceHandler;
import dev.gantry.kube.api.WriteOptions;
import dev.gantry.kube.auth.ServiceAccountTokens;
import dev.gantry.kube.auth.ServiceAccountTokens.BoundTo;
import dev.gantry.kube.auth.Users;
import dev.gantry.kube.client.ApiClient;
import dev.gantry.kube.objects.BuiltInKinds;
import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.objects.StatusCause;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.schema.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Answers a POST to `serviceaccounts/token`: a token for the account, perhaps bound to one of
/// its pods, to a secret or to a node.
final class TokenRequests implements SubresourceHandler {
  private static final GroupVersionKind KIND =
      new GroupVersionKind("authentication.k8s.io", "v1", "TokenRequest");
  private static final long DEFAULT_SECONDS = 3600;
  private static final long SHORTEST_SECONDS = 600;
  private static final long LONGEST_SECONDS = 1L << 32;

  private static final Map<String, GroupVersionKind> BINDABLE =
      Map.of("Pod", BuiltInKinds.POD, "Secret", BuiltInKinds.SECRET, "Node", BuiltInKinds.NODE);

  private final ServiceAccountTokens tokens;

  TokenRequests(ServiceAccountTokens tokens) {
    this.tokens = tokens;
  }

  @Override
  public KubeObject create(
      KubeApi api, Caller caller, Kind kind, ObjectKey key, KubeObject body, WriteOptions options) {
    // The server itself looks: the caller may ask for tokens without being able to read pods.
    ApiClient objects = api.client(new Caller(Users.API_SERVER, ""));
    KubeObject account = objects.get(BuiltInKinds.SERVICE_ACCOUNT, key);
    long seconds = seconds(body);
    Optional<KubeObject> bound = bound(objects, account, body);
    Optional<BoundTo> node =
        bound
            .filter(object -> object.groupVersionKind().equals(BuiltInKinds.POD))
            .map(pod -> pod.spec().path("nodeName").asString(""))
            .filter(name -> !name.isEmpty())
            .flatMap(name -> objects.find(BuiltInKinds.NODE, ObjectKey.clusterScoped(name)))
            .map(TokenRequests::reference);
    List<String> audiences = new ArrayList<>();
    body.spec().path("audiences").forEach(each -> audiences.add(each.asString("")));
    if (audiences.isEmpty()) {
      audiences.add(ServiceAccountTokens.ISSUER);
    }
    var issued =
        tokens.issue(
            account,
            audiences,
            Duration.ofSeconds(seconds),
            bound.map(TokenRequests::reference),
            node);
    return body.edit(
        json -> {
          json.withObject("metadata")
              .put("name", account.name())
              .put("namespace", account.namespace())
              .put("creationTimestamp", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
          audiences.forEach(json.withObject("spec").putArray("audiences")::add);
          json.withObject("spec").put("expirationSeconds", seconds);
          json.putObject("status")
              .put("token", issued.token())
              .put(
                  "expirationTimestamp",
                  issued.expires().truncatedTo(ChronoUnit.SECONDS).toString());
        });
  }

  private static long seconds(KubeObject body) {
    long seconds = body.spec().path("expirationSeconds").asLong(DEFAULT_SECONDS);
    if (seconds < SHORTEST_SECONDS) {
      throw invalid(seconds, "may not specify a duration less than 10 minutes");
    }
    if (seconds > LONGEST_SECONDS) {
      throw invalid(seconds, "may not specify a duration larger than 2^32 seconds");
    }
    return seconds;
  }

  private static StatusException invalid(long seconds, String problem) {
    return StatusException.invalid(
        KIND,
        "",
        List.of(StatusCause.invalid("spec.expirationSeconds", Long.toString(seconds), problem)));
  }

  private static BoundTo reference(KubeObject object) {
    return new BoundTo(object.groupVersionKind(), object.name(), object.uid());
  }

  private static Optional<KubeObject> bound(
      ApiClient objects, KubeObject account, KubeObject body) {
    JsonNode reference = body.spec().path("boundObjectRef");
    if (!reference.isObject()) {
      return Optional.empty();
    }
    GroupVersionKind kind = BINDABLE.get(reference.path("kind").asString(""));
    if (kind == null || !reference.path("apiVersion").asString("v1").equals("v1")) {
      throw StatusException.badRequest(
          "cannot bind token to object of type "
              + reference.path("apiVersion").asString("")
              + ", Kind="
              + reference.path("kind").asString(""));
    }
    boolean node = kind.equals(BuiltInKinds.NODE);
    String name = reference.path("name").asString("");
    KubeObject object = objects.get(kind, new ObjectKey(node ? "" : account.namespace(), name));
    String uid = reference.path("uid").asString("");
    String plural = kind.kind().toLowerCase(Locale.ROOT) + "s";
    if (!uid.isEmpty() && !uid.equals(object.uid())) {
      throw StatusException.conflict(
          "",
          plural,
          name,
          ("the UID in the bound object reference (%s) does not match the UID in record. The object"
                  + " might have been deleted and then recreated")
              .formatted(uid));
    }
    String user = object.spec().path("serviceAccountName").asString("");
    if (kind.equals(BuiltInKinds.POD) && !user.equals(account.name())) {
      throw StatusException.badRequest(
          ("cannot bind token for serviceaccount \"%s\" to pod running with different"
                  + " serviceaccount name.")
              .formatted(account.name()));
    }
    return Optional.of(object);
  }
}
