package dev.gantry.kube.api;

import dev.gantry.kube.auth.AccessRequest;
import dev.gantry.kube.auth.Authorizer;
import dev.gantry.kube.auth.Groups;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.objects.StatusReason;
import dev.gantry.kube.schema.Kind;
import java.util.List;
import java.util.Optional;

/// Asks the authorizer, and refuses.
final class Access {
  private final Authorizer authorizer;

  Access(Authorizer authorizer) {
    this.authorizer = authorizer;
  }

  /// Lets nobody by who may not do it.
  ///
  /// @param key its name is empty for requests about no single object
  void require(Caller caller, String verb, Kind kind, ObjectKey key, String subresource) {
    // Upstream takes the name of a namespace for its namespace.
    boolean isNamespace = kind.group().isEmpty() && kind.plural().equals("namespaces");
    require(
        new AccessRequest(
            caller.user(),
            verb,
            kind.group(),
            kind.plural(),
            subresource,
            isNamespace ? key.name() : key.namespace(),
            key.name(),
            ""));
  }

  void require(AccessRequest request) {
    // Administrators are not looked up: the authorizer reads its rules through this API as one.
    if (request.user().groups().contains(Groups.MASTERS)) {
      return;
    }
    Authorizer.Decision decision = authorizer.decide(request);
    if (!decision.allowed()) {
      throw refusal(request, decision.reason());
    }
  }

  /// `pods is forbidden: User "x" cannot list resource "pods" in API group "" in the namespace
  /// "y"`.
  private static StatusException refusal(AccessRequest request, String reason) {
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
