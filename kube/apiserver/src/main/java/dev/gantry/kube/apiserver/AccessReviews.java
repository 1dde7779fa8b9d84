package dev.gantry.kube.apiserver;

import dev.gantry.kube.api.Caller;
import dev.gantry.kube.api.Extensions;
import dev.gantry.kube.api.KubeApi;
import dev.gantry.kube.auth.AccessRequest;
import dev.gantry.kube.auth.Authorizer;
import dev.gantry.kube.auth.PolicyRule;
import dev.gantry.kube.auth.RbacAuthorizer;
import dev.gantry.kube.auth.UserInfo;
import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.StatusCause;
import dev.gantry.kube.objects.StatusException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Questions about who may do what: the kinds of `authorization.k8s.io`, which are answered and
/// never stored.
final class AccessReviews {
  private static final String GROUP = "authorization.k8s.io";

  private final RbacAuthorizer authorizer;

  AccessReviews(RbacAuthorizer authorizer) {
    this.authorizer = authorizer;
  }

  Extensions addTo(Extensions extensions) {
    return extensions
        .virtualKind(kind("SelfSubjectAccessReview"), this::ofSelf)
        .virtualKind(kind("SubjectAccessReview"), this::ofAnybody)
        .virtualKind(kind("LocalSubjectAccessReview"), this::ofAnybodyHere)
        .virtualKind(kind("SelfSubjectRulesReview"), this::rules);
  }

  private static GroupVersionKind kind(String name) {
    return new GroupVersionKind(GROUP, "v1", name);
  }

  private KubeObject ofSelf(KubeApi api, Caller caller, String namespace, KubeObject review) {
    return answer(review, caller.user());
  }

  private KubeObject ofAnybody(KubeApi api, Caller caller, String namespace, KubeObject review) {
    return answer(review, subject(review));
  }

  private KubeObject ofAnybodyHere(
      KubeApi api, Caller caller, String namespace, KubeObject review) {
    JsonNode attributes = review.spec().path("resourceAttributes");
    if (!attributes.path("namespace").asString("").equals(namespace)) {
      throw StatusException.badRequest(
          "spec.resourceAttributes.namespace must match namespace: " + namespace);
    }
    return answer(review, subject(review));
  }

  private static UserInfo subject(KubeObject review) {
    JsonNode spec = review.spec();
    List<String> groups = strings(spec.path("groups"));
    String user = spec.path("user").asString("");
    if (user.isEmpty() && groups.isEmpty()) {
      throw invalid(
          review,
          StatusCause.invalid(
              "spec.user", "\"\"", "at least one of user or group must be specified"));
    }
    Map<String, List<String>> extra = new LinkedHashMap<>();
    spec.path("extra").properties().forEach(e -> extra.put(e.getKey(), strings(e.getValue())));
    return new UserInfo(user, spec.path("uid").asString(""), groups, extra);
  }

  private KubeObject answer(KubeObject review, UserInfo user) {
    Authorizer.Decision decision = authorizer.decide(question(review, user));
    return review.edit(
        json -> {
          ObjectNode status = json.putObject("status").put("allowed", decision.allowed());
          if (!decision.reason().isEmpty()) {
            status.put("reason", decision.reason());
          }
        });
  }

  private static AccessRequest question(KubeObject review, UserInfo user) {
    JsonNode resource = review.spec().path("resourceAttributes");
    JsonNode path = review.spec().path("nonResourceAttributes");
    if (resource.isObject() == path.isObject()) {
      throw invalid(
          review,
          StatusCause.invalid(
              "spec",
              "{}",
              "exactly one of nonResourceAttributes or resourceAttributes must be specified"));
    }
    return path.isObject()
        ? new AccessRequest(user, text(path, "verb"), "", "", "", "", "", text(path, "path"))
        : new AccessRequest(
            user,
            text(resource, "verb"),
            text(resource, "group"),
            text(resource, "resource"),
            text(resource, "subresource"),
            text(resource, "namespace"),
            text(resource, "name"),
            "");
  }

  private static StatusException invalid(KubeObject review, StatusCause cause) {
    return StatusException.invalid(kind(review.kind()), "", List.of(cause));
  }

  private KubeObject rules(KubeApi api, Caller caller, String namespace, KubeObject review) {
    String asked = text(review.spec(), "namespace");
    if (asked.isEmpty()) {
      throw StatusException.badRequest("no namespace on request");
    }
    return review.edit(
        json -> {
          ObjectNode status = json.putObject("status");
          status.putArray("resourceRules");
          status.putArray("nonResourceRules");
          for (PolicyRule rule : authorizer.rulesOf(caller.user(), asked)) {
            status
                .withArray(rule.urls().isEmpty() ? "resourceRules" : "nonResourceRules")
                .add(rule.json());
          }
          status.put("incomplete", false);
        });
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asString("");
  }

  private static List<String> strings(JsonNode array) {
    List<String> strings = new ArrayList<>();
    array.forEach(each -> strings.add(each.asString("")));
    return strings;
  }
}
