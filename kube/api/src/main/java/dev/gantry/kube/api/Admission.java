package dev.gantry.kube.api;

import dev.gantry.kube.objects.KubeObject;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// The admission plug-ins in their order.
final class Admission {
  private final List<AdmissionPlugin> plugins;
  private final ObjectReader objects;

  Admission(List<AdmissionPlugin> plugins, ObjectReader objects) {
    this.plugins = plugins;
    this.objects = objects;
  }

  /// A write in the words of admission.
  static AdmissionRequest request(
      AdmissionRequest.Operation operation,
      WriteRequest write,
      ObjectNode object,
      Optional<KubeObject> old) {
    return new AdmissionRequest(
        operation,
        write.kind(),
        write.key(),
        write.subresource(),
        write.user(),
        object,
        old,
        write.dryRun());
  }

  void mutate(AdmissionRequest request) {
    plugins.forEach(plugin -> plugin.mutate(request, objects));
  }

  void validate(AdmissionRequest request) {
    plugins.forEach(plugin -> plugin.validate(request, objects));
  }
}
