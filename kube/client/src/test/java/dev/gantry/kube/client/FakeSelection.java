package dev.gantry.kube.client;

import dev.gantry.kube.objects.FieldSelector;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.LabelSelector;

/// Which objects [ListOptions] select. Any field may be selected by.
record FakeSelection(String namespace, LabelSelector labels, FieldSelector fields) {

  static FakeSelection of(ListOptions options) {
    return new FakeSelection(
        options.namespace(),
        LabelSelector.parse(options.labelSelector()),
        FieldSelector.parse(options.fieldSelector()));
  }

  boolean matches(KubeObject object) {
    return (namespace.isEmpty() || namespace.equals(object.namespace()))
        && labels.matches(object)
        && fields.matches(field -> object.at(field.split("\\.", -1)).asString(""));
  }
}
