package dev.gantry.kube.apiserver;

import dev.gantry.kube.api.Caller;
import dev.gantry.kube.api.Extensions;
import dev.gantry.kube.api.KubeApi;
import dev.gantry.kube.auth.ServiceAccountTokens;
import dev.gantry.kube.auth.UserInfo;
import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.objects.KubeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Questions about who somebody is: the kinds of `authentication.k8s.io` that are answered and
/// never stored.
final class IdentityReviews {
  private static final String GROUP = "authentication.k8s.io";

  private final ServiceAccountTokens tokens;

  IdentityReviews(ServiceAccountTokens tokens) {
    this.tokens = tokens;
  }

  Extensions addTo(Extensions extensions) {
    return extensions
        .virtualKind(new GroupVersionKind(GROUP, "v1", "SelfSubjectReview"), this::ofSelf)
        .virtualKind(new GroupVersionKind(GROUP, "v1", "TokenReview"), this::ofToken);
  }

  private KubeObject ofSelf(KubeApi api, Caller caller, String namespace, KubeObject review) {
    return review.edit(json -> json.putObject("status").set("userInfo", user(json, caller.user())));
  }

  private KubeObject ofToken(KubeApi api, Caller caller, String namespace, KubeObject review) {
    List<String> wanted = new ArrayList<>();
    review.spec().path("audiences").forEach(each -> wanted.add(each.asString("")));
    if (wanted.isEmpty()) {
      wanted.add(ServiceAccountTokens.ISSUER);
    }
    Optional<ServiceAccountTokens.Verified> verified =
        tokens.verify(review.spec().path("token").asString(""));
    List<String> common =
        verified.stream()
            .flatMap(each -> each.audiences().stream())
            .filter(wanted::contains)
            .toList();
    return review.edit(
        json -> {
          ObjectNode status = json.putObject("status");
          if (common.isEmpty()) {
            status.putObject("user");
            status.put("error", "[invalid bearer token]");
          } else {
            status.put("authenticated", true);
            status.set("user", user(json, verified.orElseThrow().user()));
            common.forEach(status.putArray("audiences")::add);
          }
        });
  }

  private static JsonNode user(ObjectNode factory, UserInfo user) {
    ObjectNode json = factory.objectNode().put("username", user.name());
    if (!user.uid().isEmpty()) {
      json.put("uid", user.uid());
    }
    user.groups().forEach(json.putArray("groups")::add);
    if (!user.extra().isEmpty()) {
      ObjectNode extra = json.putObject("extra");
      user.extra().forEach((key, values) -> values.forEach(extra.putArray(key)::add));
    }
    return json;
  }
}
