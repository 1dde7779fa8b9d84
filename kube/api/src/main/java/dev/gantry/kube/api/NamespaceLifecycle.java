package dev.gantry.kube.api;

import dev.gantry.kube.api.AdmissionRequest.Operation;
import dev.gantry.kube.objects.BuiltInKinds;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.objects.StatusCause;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.objects.StatusReason;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Objects are created in namespaces that exist and are not about to go; the system's own
/// namespaces stay.
final class NamespaceLifecycle implements AdmissionPlugin {
  private static final Set<String> PROTECTED = Set.of("default", "kube-system", "kube-public");

  @Override
  public void mutate(AdmissionRequest request, ObjectReader objects) {
    if (request.operation() != Operation.CREATE || !request.kind().namespaced()) {
      return;
    }
    String name = request.key().namespace();
    Optional<KubeObject> namespace =
        objects.find(BuiltInKinds.NAMESPACE, ObjectKey.clusterScoped(name));
    if (namespace.isEmpty()) {
      throw StatusException.notFound("", "namespaces", name);
    }
    if (namespace.get().isBeingDeleted()) {
      throw terminating(request, name);
    }
  }

  private static StatusException terminating(AdmissionRequest request, String namespace) {
    String resource = Requests.qualified(request.kind());
    String about = request.key().name().isEmpty() ? "" : " \"" + request.key().name() + '"';
    return new StatusException(
        StatusReason.FORBIDDEN,
        "%s%s is forbidden: unable to create new content in namespace %s because it is being"
                .formatted(resource, about, namespace)
            + " terminated",
        Optional.of(
            new StatusException.Details(
                request.key().name(),
                request.kind().group(),
                request.kind().plural(),
                "",
                List.of(
                    new StatusCause(
                        "NamespaceTerminating",
                        "namespace " + namespace + " is being terminated",
                        "metadata.namespace")))));
  }

  @Override
  public void validate(AdmissionRequest request, ObjectReader objects) {
    if (request.operation() == Operation.DELETE
        && request.isAbout("", "namespaces")
        && PROTECTED.contains(request.key().name())) {
      throw StatusException.forbidden(
          "", "namespaces", request.key().name(), "this namespace may not be deleted");
    }
  }
}
