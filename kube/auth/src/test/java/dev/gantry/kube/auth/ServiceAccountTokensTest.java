package dev.gantry.kube.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.kube.client.DeleteOptions;
import dev.gantry.kube.objects.BuiltInKinds;
import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.objects.StatusException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ServiceAccountTokensTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final FakeApi api = new FakeApi();
  private Instant now = Instant.parse("2026-11-24T08:00:00Z");
  private final InstantSource clock = () -> now;
  private final ServiceAccountTokens tokens =
      new ServiceAccountTokens(CertificateSigner.newKey(), () -> api, clock);
  private final Authenticator authenticator = new Authenticator(tokens);

  @BeforeEach
  void populate() {
    create(BuiltInKinds.SERVICE_ACCOUNT, "y", "bot", "sa-1");
    create(BuiltInKinds.POD, "y", "web", "pod-1");
  }

  private KubeObject create(GroupVersionKind kind, String namespace, String name, String uid) {
    return api.create(
        KubeObject.named(kind, new ObjectKey(namespace, name))
            .edit(json -> json.withObject("metadata").put("uid", uid)));
  }

  private String token(List<String> audiences, Optional<ServiceAccountTokens.BoundTo> bound) {
    KubeObject account = api.get(BuiltInKinds.SERVICE_ACCOUNT, new ObjectKey("y", "bot"));
    return tokens.issue(account, audiences, HOUR, bound, Optional.empty()).token();
  }

  private UserInfo authenticate(String token) {
    return authenticator.authenticate(List.of(), Optional.of("Bearer " + token));
  }

  @Test
  void aTokenSaysWhoItsBearerIs() {
    UserInfo user = authenticate(token(List.of(), Optional.empty()));
    assertThat(user.name()).isEqualTo("system:serviceaccount:y:bot");
    assertThat(user.uid()).isEqualTo("sa-1");
    assertThat(user.groups())
        .containsExactly(
            "system:serviceaccounts", "system:serviceaccounts:y", "system:authenticated");
  }

  @Test
  void anAlteredTokenIsWorthNothing() {
    String token = token(List.of(), Optional.empty());
    int middle = token.indexOf('.') + 20;
    char other = token.charAt(middle) == 'A' ? 'B' : 'A';
    String altered = token.substring(0, middle) + other + token.substring(middle + 1);
    refused(altered);
    refused("x.y.z");
    refused("nonsense");
    var stranger = new ServiceAccountTokens(CertificateSigner.newKey(), () -> api, clock);
    KubeObject account = api.get(BuiltInKinds.SERVICE_ACCOUNT, new ObjectKey("y", "bot"));
    refused(stranger.issue(account, List.of(), HOUR, Optional.empty(), Optional.empty()).token());
  }

  private void refused(String token) {
    assertThatThrownBy(() -> authenticate(token))
        .isInstanceOf(StatusException.class)
        .hasMessage("Unauthorized");
  }

  @Test
  void aTokenEndsWhenItSaysSo() {
    String token = token(List.of(), Optional.empty());
    now = now.plus(HOUR).minusSeconds(1);
    authenticate(token);
    now = now.plusSeconds(1);
    refused(token);
  }

  @Test
  void aTokenForOthersIsNoneForTheApiServer() {
    String token = token(List.of("vault"), Optional.empty());
    refused(token);
    assertThat(tokens.verify(token).orElseThrow().audiences()).containsExactly("vault");
  }

  @Test
  void aTokenDiesWithItsAccountEvenIfOneOfTheSameNameFollows() {
    String token = token(List.of(), Optional.empty());
    api.delete(BuiltInKinds.SERVICE_ACCOUNT, new ObjectKey("y", "bot"), DeleteOptions.DEFAULT);
    refused(token);
    create(BuiltInKinds.SERVICE_ACCOUNT, "y", "bot", "sa-2");
    refused(token);
  }

  @Test
  void aBoundTokenDiesWithItsPod() {
    var bound = new ServiceAccountTokens.BoundTo(BuiltInKinds.POD, "web", "pod-1");
    String token = token(List.of(), Optional.of(bound));
    assertThat(authenticate(token).extra())
        .containsEntry("authentication.kubernetes.io/pod-name", List.of("web"));
    api.delete(BuiltInKinds.POD, new ObjectKey("y", "web"), DeleteOptions.DEFAULT);
    refused(token);
  }

  @Test
  void whoShowsNothingIsAnonymous() {
    assertThat(authenticator.authenticate(List.of(), Optional.empty())).isEqualTo(Users.ANONYMOUS);
    assertThat(authenticator.authenticate(List.of(), Optional.of("Basic eDp5")))
        .isEqualTo(Users.ANONYMOUS);
  }

  @Test
  void theKeySetHasThePublicKeyOnly() {
    assertThat(tokens.keySet().at("/keys/0").propertyNames())
        .containsExactly("use", "kty", "kid", "crv", "alg", "x", "y");
  }
}
