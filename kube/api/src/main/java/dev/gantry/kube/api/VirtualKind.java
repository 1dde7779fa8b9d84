package dev.gantry.kube.api;

import dev.gantry.kube.objects.KubeObject;

/// A kind whose objects are answers and not stored: `SubjectAccessReview`, `TokenReview`. The
/// caller is authorized to create it when it is asked.
@FunctionalInterface
public interface VirtualKind {

  /// Answers.
  ///
  /// @param namespace of the path; empty for cluster-scoped kinds
  /// @param body of the right kind, with defaults
  KubeObject create(KubeApi api, Caller caller, String namespace, KubeObject body);
}
