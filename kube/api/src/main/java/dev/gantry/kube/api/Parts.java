package dev.gantry.kube.api;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.StatusCause;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.rules.Scale;
import dev.gantry.kube.rules.defaults.Defaults;
import dev.gantry.kube.rules.preparation.Preparation;
import dev.gantry.kube.rules.validation.Validation;
import dev.gantry.kube.schema.Kind;
import dev.gantry.kube.schema.Kinds;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// Finds the part of an object that a path stands for.
final class Parts {
  /// Subresources that show the whole object and change a part of it.
  private static final Set<String> WHOLE =
      Set.of("", "status", "finalize", "ephemeralcontainers", "resize", "approval");

  private Parts() {}

  /// The part a path names.
  ///
  /// @throws StatusException MethodNotAllowed when it is nothing that can be read and written
  static Part of(KindView view, String subresource, Kinds kinds) {
    if (WHOLE.contains(subresource)) {
      return new Whole(view, subresource);
    }
    if (subresource.equals("scale")) {
      return new ScalePart(kinds.get(Scale.KIND));
    }
    throw Requests.methodNotAllowed(view.kind(), "this verb");
  }

  /// The object in its own shape.
  private record Whole(KindView view, String subresource) implements Part {
    @Override
    public Kind kind() {
      return view.kind();
    }

    @Override
    public KubeObject show(KubeObject stored) {
      return view.show(stored);
    }

    @Override
    public ObjectNode merge(ObjectNode shown, KubeObject stored) {
      ObjectNode next = view.store(shown);
      Defaults.apply(next);
      Preparation.forSubresource(subresource, next, stored);
      return next;
    }

    @Override
    public List<StatusCause> problems(KubeObject next, KubeObject stored) {
      return Validation.ofSubresourceUpdate(subresource, next, stored);
    }
  }
}
