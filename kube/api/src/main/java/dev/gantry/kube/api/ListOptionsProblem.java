package dev.gantry.kube.api;

import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.objects.StatusCause;
import dev.gantry.kube.objects.StatusException;
import java.util.List;

/// Parameters of a list or a watch that contradict each other.
final class ListOptionsProblem {
  private static final GroupVersionKind KIND =
      new GroupVersionKind("meta.k8s.io", "v1", "ListOptions");

  private ListOptionsProblem() {}

  static StatusException of(StatusCause cause) {
    return StatusException.invalid(KIND, "", List.of(cause));
  }
}
