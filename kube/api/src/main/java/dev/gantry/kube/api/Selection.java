package dev.gantry.kube.api;

import dev.gantry.kube.objects.FieldSelector;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.LabelSelector;
import dev.gantry.kube.objects.StatusException;
import java.util.Optional;

/// Which objects of a kind a list or a watch is about.
final class Selection {
  private final LabelSelector labels;
  private final FieldSelector fields;
  private final Optional<String> onlyName;

  /// Reads selectors in text form.
  ///
  /// @throws StatusException BadRequest when they are malformed or name a field that is not
  ///     selectable
  Selection(KindView view, String labelSelector, String fieldSelector) {
    labels = LabelSelector.parse(labelSelector);
    fields = FieldSelector.parse(fieldSelector);
    fields.requirements().forEach(r -> SelectableFields.require(view.kind(), r.field()));
    onlyName =
        fields.requirements().stream()
            .filter(r -> r.equal() && r.field().equals("metadata.name"))
            .map(FieldSelector.Requirement::value)
            .findFirst();
  }

  boolean isEverything() {
    return labels.isEverything() && fields.isEverything();
  }

  boolean matches(StoredBytes object) {
    if (isEverything()) {
      return true;
    }
    // Told from the key, so that a watch of one object does not decode its neighbours.
    if (onlyName.isPresent() && !onlyName.get().equals(StorageKeys.name(object.key()))) {
      return false;
    }
    return matches(object.object());
  }

  private boolean matches(KubeObject object) {
    return labels.matches(object) && fields.matches(field -> SelectableFields.value(object, field));
  }
}
