package dev.gantry.kube.api;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.StatusCause;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.rules.Scale;
import dev.gantry.kube.rules.preparation.Preparation;
import dev.gantry.kube.rules.validation.Validation;
import dev.gantry.kube.schema.Kind;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// The number of replicas of anything that has some, in the shape of a `Scale`.
///
/// @param kind the kind Scale
record ScalePart(Kind kind) implements Part {

  @Override
  public KubeObject show(KubeObject stored) {
    return Scale.of(stored);
  }

  @Override
  public ObjectNode merge(ObjectNode shown, KubeObject stored) {
    KubeObject scale = KubeObject.of(shown);
    List<StatusCause> problems = Scale.problems(scale);
    if (!problems.isEmpty()) {
      throw StatusException.invalid(kind.groupVersionKind(), stored.name(), problems);
    }
    ObjectNode next = stored.json().deepCopy();
    Scale.apply(scale, next);
    Preparation.forUpdate(next, stored);
    return next;
  }

  @Override
  public List<StatusCause> problems(KubeObject next, KubeObject stored) {
    return Validation.ofUpdate(next, stored);
  }
}
