package dev.gantry.kube.auth;

import dev.gantry.kube.client.ApiClient;
import dev.gantry.kube.objects.BuiltInKinds;
import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.platform.json.Json;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Tokens by which service accounts prove who they are: signed claims, valid until they expire
/// or until what they are bound to is gone - the account itself, and a pod, secret or node if
/// the token names one. Nothing about them is stored.
public final class ServiceAccountTokens {
  /// Who issues, and whom tokens are for unless the request says otherwise.
  public static final String ISSUER = "https://kubernetes.default.svc.cluster.local";

  private static final String CLAIMS = "kubernetes.io";
  private static final String EXTRA = "authentication.kubernetes.io/";

  /// A pod that is being deleted may use its token a little longer than its grace period.
  private static final Duration AFTER_DELETION = Duration.ofMinutes(1);

  private final TokenSigner signer;
  private final Supplier<ApiClient> api;
  private final InstantSource clock;

  /// Who a token stands for, and whom it may be shown to.
  public record Verified(UserInfo user, List<String> audiences) {
    public Verified {
      audiences = List.copyOf(audiences);
    }
  }

  /// What else must exist for a token to be valid.
  ///
  /// @param kind Pod, Secret or Node
  public record BoundTo(GroupVersionKind kind, String name, String uid) {}

  /// A token with its end.
  public record Issued(String token, Instant expires) {
    /// A token is a secret.
    @Override
    public String toString() {
      return "Issued[expires " + expires + "]";
    }
  }

  /// @param api gives the client that reads accounts and what tokens are bound to; asked when a
  ///     token is checked, since the API may be opened later
  public ServiceAccountTokens(KeyPair key, Supplier<ApiClient> api, InstantSource clock) {
    this.signer = new TokenSigner(key);
    this.api = api;
    this.clock = clock;
  }

  /// The document at `/openid/v1/jwks`.
  public ObjectNode keySet() {
    return signer.keySet();
  }

  /// Makes a token for an account.
  ///
  /// @param audiences empty for the API server itself
  /// @param nodeOfPod the node a bound pod is assigned to, if it is
  public Issued issue(
      KubeObject account,
      List<String> audiences,
      Duration life,
      Optional<BoundTo> boundTo,
      Optional<BoundTo> nodeOfPod) {
    Instant now = clock.instant();
    Instant expires = now.plus(life);
    ObjectNode claims = Json.mapper().createObjectNode();
    var audience = claims.putArray("aud");
    (audiences.isEmpty() ? List.of(ISSUER) : audiences).forEach(audience::add);
    claims
        .put("exp", expires.getEpochSecond())
        .put("iat", now.getEpochSecond())
        .put("iss", ISSUER)
        .put("jti", UUID.randomUUID().toString());
    ObjectNode about = claims.putObject(CLAIMS);
    about.put("namespace", account.namespace());
    about.putObject("serviceaccount").put("name", account.name()).put("uid", account.uid());
    boundTo.ifPresent(bound -> put(about, bound));
    nodeOfPod.ifPresent(node -> put(about, node));
    claims.put("nbf", now.getEpochSecond());
    claims.put("sub", Users.serviceAccountName(account.namespace(), account.name()));
    return new Issued(signer.sign(claims), expires);
  }

  private static void put(ObjectNode about, BoundTo bound) {
    about.putObject(claimOf(bound.kind())).put("name", bound.name()).put("uid", bound.uid());
  }

  private static String claimOf(GroupVersionKind kind) {
    return kind.kind().toLowerCase(Locale.ROOT);
  }

  /// Who shows this token; empty when it is none of ours, is over, or what it is bound to is
  /// gone.
  public Optional<Verified> verify(String token) {
    return signer.verify(token).flatMap(this::judge);
  }

  private Optional<Verified> judge(JsonNode claims) {
    long now = clock.instant().getEpochSecond();
    if (!claims.path("iss").asString("").equals(ISSUER)
        || now >= claims.path("exp").asLong(0)
        || now < claims.path("nbf").asLong(0)) {
      return Optional.empty();
    }
    JsonNode about = claims.path(CLAIMS);
    String namespace = about.path("namespace").asString("");
    JsonNode account = about.path("serviceaccount");
    String name = account.path("name").asString("");
    boolean alive =
        exists(BuiltInKinds.SERVICE_ACCOUNT, namespace, account)
            && bindingHolds(about, BuiltInKinds.POD, namespace)
            && bindingHolds(about, BuiltInKinds.SECRET, namespace)
            && (about.has("pod") || bindingHolds(about, BuiltInKinds.NODE, ""));
    if (!alive) {
      return Optional.empty();
    }
    List<String> audiences = new ArrayList<>();
    claims.path("aud").forEach(audience -> audiences.add(audience.asString("")));
    UserInfo user =
        Users.serviceAccount(namespace, name, account.path("uid").asString(""), extra(claims));
    return Optional.of(new Verified(user, audiences));
  }

  private boolean bindingHolds(JsonNode about, GroupVersionKind kind, String namespace) {
    JsonNode bound = about.path(claimOf(kind));
    return bound.isMissingNode() || exists(kind, namespace, bound);
  }

  private boolean exists(GroupVersionKind kind, String namespace, JsonNode reference) {
    return api.get()
        .find(kind, new ObjectKey(namespace, reference.path("name").asString("")))
        .filter(object -> object.uid().equals(reference.path("uid").asString("")))
        .filter(this::notLongDeleted)
        .isPresent();
  }

  private boolean notLongDeleted(KubeObject object) {
    return !object.isBeingDeleted()
        || clock
            .instant()
            .isBefore(
                Instant.parse(object.metadata().path("deletionTimestamp").asString())
                    .plus(AFTER_DELETION));
  }

  private static Map<String, List<String>> extra(JsonNode claims) {
    Map<String, List<String>> extra = new LinkedHashMap<>();
    extra.put(EXTRA + "credential-id", List.of("JTI=" + claims.path("jti").asString("")));
    for (String kind : List.of("pod", "node")) {
      JsonNode bound = claims.path(CLAIMS).path(kind);
      if (bound.isObject()) {
        extra.put(EXTRA + kind + "-name", List.of(bound.path("name").asString("")));
        extra.put(EXTRA + kind + "-uid", List.of(bound.path("uid").asString("")));
      }
    }
    return extra;
  }
}
