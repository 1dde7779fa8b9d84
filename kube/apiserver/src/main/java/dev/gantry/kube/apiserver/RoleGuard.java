package dev.gantry.kube.apiserver;

import dev.gantry.kube.api.AdmissionPlugin;
import dev.gantry.kube.api.AdmissionRequest;
import dev.gantry.kube.api.ObjectReader;
import dev.gantry.kube.auth.EscalationCheck;
import dev.gantry.kube.objects.KubeObject;

/// Keeps people from giving themselves rights by writing roles and bindings.
final class RoleGuard implements AdmissionPlugin {
  private final EscalationCheck check;

  RoleGuard(EscalationCheck check) {
    this.check = check;
  }

  @Override
  public void validate(AdmissionRequest request, ObjectReader objects) {
    if (request.operation() != AdmissionRequest.Operation.DELETE) {
      check.check(request.user(), KubeObject.of(request.object()), request.old());
    }
  }
}
