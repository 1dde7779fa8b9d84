package dev.gantry.kube.api;

import dev.gantry.kube.objects.FieldSelector;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.LabelSelector;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.rules.SelectableFields;
import java.util.Optional;
import java.util.function.Predicate;

/// Which objects of a kind a list or a watch is about.
final class Selection {
  private final LabelSelector labels;
  private final FieldSelector fields;
  private final Predicate<KubeObject> fieldsMatch;
  private final KindView view;
  private final Optional<String> onlyName;

  /// Reads selectors in text form.
  ///
  /// @throws StatusException BadRequest when they are malformed or name a field that is not
  ///     selectable
  Selection(KindView view, String labelSelector, String fieldSelector) {
    labels = LabelSelector.parse(labelSelector);
    fields = FieldSelector.parse(fieldSelector);
    fieldsMatch = SelectableFields.matching(view.kind().groupVersionKind(), fields);
    this.view = view;
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
    KubeObject shown = view.show(object.object());
    return labels.matches(shown) && fieldsMatch.test(shown);
  }
}
