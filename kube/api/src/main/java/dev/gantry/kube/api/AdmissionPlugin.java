package dev.gantry.kube.api;

import dev.gantry.kube.objects.StatusException;

/// A rule about writes that needs more than the object itself. Plug-ins are asked in a fixed order,
/// first all of them to change the object, then, when it is valid, all of them to refuse it.
public interface AdmissionPlugin {

  /// Completes the object.
  ///
  /// @throws StatusException to refuse the write
  default void mutate(AdmissionRequest request, ObjectReader objects) {}

  /// Looks at the object as it would be stored.
  ///
  /// @throws StatusException to refuse the write
  default void validate(AdmissionRequest request, ObjectReader objects) {}
}
