package dev.gantry.kube.auth;

import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.objects.StatusReason;
import java.util.List;
import java.util.Optional;

/// What those are told who may not do what they want.
public final class Refusals {
  private Refusals() {}

  /// `pods is forbidden: User "x" cannot list resource "pods" in API group "" in the namespace
  /// "y"`.
  public static StatusException forbidden(AccessRequest request, String reason) {
    String user = request.user().name();
    String more = reason.isEmpty() ? "" : ": " + reason;
    if (!request.isResource()) {
      return new StatusException(
          StatusReason.FORBIDDEN,
          "forbidden: User \"%s\" cannot %s path \"%s\"%s"
              .formatted(user, request.verb(), request.path(), more),
          Optional.of(new StatusException.Details("", "", "", "", List.of())));
    }
    String resource =
        request.subresource().isEmpty()
            ? request.resource()
            : request.resource() + "/" + request.subresource();
    String where =
        request.namespace().isEmpty()
            ? "at the cluster scope"
            : "in the namespace \"" + request.namespace() + "\"";
    return StatusException.forbidden(
        request.group(),
        request.resource(),
        request.name(),
        "User \"%s\" cannot %s resource \"%s\" in API group \"%s\" %s%s"
            .formatted(user, request.verb(), resource, request.group(), where, more));
  }
}
