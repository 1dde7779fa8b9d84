package dev.gantry.kube.rules.validation;

import dev.gantry.kube.objects.StatusCause;
import java.util.ArrayList;
import java.util.List;

/// What is wrong with an object, in the order in which it was found.
final class Problems {
  private final List<StatusCause> causes = new ArrayList<>();

  void add(StatusCause cause) {
    if (!causes.contains(cause)) {
      causes.add(cause);
    }
  }

  void addAll(Problems others) {
    others.causes.forEach(this::add);
  }

  boolean isEmpty() {
    return causes.isEmpty();
  }

  List<StatusCause> causes() {
    return List.copyOf(causes);
  }
}
