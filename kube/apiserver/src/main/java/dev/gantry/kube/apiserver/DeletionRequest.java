package dev.gantry.kube.apiserver;

import dev.gantry.kube.client.DeleteOptions;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.StatusCause;
import dev.gantry.platform.http.Query;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/// How to delete, as a client says it in a body or, without one, in the query.
record DeletionRequest(DeleteOptions options, boolean dryRun) {
  private static final String KIND = "DeleteOptions";

  static DeletionRequest of(Optional<KubeObject> body, Query query) {
    return body.map(DeletionRequest::ofBody).orElseGet(() -> ofQuery(query));
  }

  private static DeletionRequest ofBody(KubeObject body) {
    JsonNode json = body.json();
    JsonNode grace = json.path("gracePeriodSeconds");
    JsonNode preconditions = json.path("preconditions");
    boolean dryRun = false;
    for (JsonNode each : json.path("dryRun")) {
      if (!each.asString("").equals("All")) {
        throw RequestOptions.invalid(
            KIND,
            new StatusCause(
                "FieldValueNotSupported",
                "Unsupported value: \"" + each.asString("") + "\": supported values: \"All\"",
                "dryRun"));
      }
      dryRun = true;
    }
    return new DeletionRequest(
        new DeleteOptions(
            grace.isNumber() ? OptionalLong.of(grace.asLong()) : OptionalLong.empty(),
            propagation(
                json.path("propagationPolicy").asString(""),
                json.path("orphanDependents").isBoolean()
                    ? Optional.of(json.path("orphanDependents").asBoolean())
                    : Optional.empty()),
            text(preconditions.path("uid")),
            text(preconditions.path("resourceVersion"))),
        dryRun);
  }

  private static DeletionRequest ofQuery(Query query) {
    return new DeletionRequest(
        new DeleteOptions(
            RequestOptions.number(query, "gracePeriodSeconds"),
            propagation(
                query.first("propagationPolicy").orElse(""),
                query.has("orphanDependents")
                    ? Optional.of(RequestOptions.bool(query, "orphanDependents"))
                    : Optional.empty()),
            Optional.empty(),
            Optional.empty()),
        RequestOptions.dryRun(query, KIND));
  }

  private static Optional<String> text(JsonNode node) {
    return node.isString() ? Optional.of(node.asString()) : Optional.empty();
  }

  private static Optional<DeleteOptions.Propagation> propagation(
      String policy, Optional<Boolean> orphan) {
    if (policy.isEmpty()) {
      return orphan.map(
          yes -> yes ? DeleteOptions.Propagation.ORPHAN : DeleteOptions.Propagation.BACKGROUND);
    }
    if (orphan.isPresent()) {
      throw RequestOptions.invalid(
          KIND,
          StatusCause.invalid(
              "propagationPolicy",
              "\"" + policy + "\"",
              "orphanDependents and deletionPropagation cannot be both set"));
    }
    for (DeleteOptions.Propagation each : DeleteOptions.Propagation.values()) {
      if (each.text().equals(policy)) {
        return Optional.of(each);
      }
    }
    throw RequestOptions.invalid(
        KIND,
        new StatusCause(
            "FieldValueNotSupported",
            "Unsupported value: \""
                + policy
                + "\": supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\"",
            "propagationPolicy"));
  }
}
