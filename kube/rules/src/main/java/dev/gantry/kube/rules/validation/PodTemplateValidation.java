package dev.gantry.kube.rules.validation;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.LabelSelector;
import dev.gantry.kube.objects.StatusException;
import java.util.List;
import java.util.Optional;

/// The templates of workloads.
final class PodTemplateValidation {
  private PodTemplateValidation() {}

  static void template(Place template) {
    Place metadata = template.at("metadata");
    Checks.labels(metadata.at("labels").as(template, "labels"));
    Checks.annotations(metadata.at("annotations").as(template, "annotations"));
    PodSpecValidation.spec(template.at("spec"));
    if (!template.at("spec").at("ephemeralContainers").isEmpty()) {
      template
          .at("spec", "ephemeralContainers")
          .forbidden("ephemeral containers not allowed in pod template");
    }
  }

  /// The template of something that keeps its pods running.
  ///
  /// @param kind named in the refusal of a deadline
  static void forever(Place template, LabelSelector selector, String kind) {
    if (!template.isSet()) {
      template.required();
      return;
    }
    matches(template, selector);
    template(template);
    Place spec = template.at("spec");
    if (!spec.at("restartPolicy").is("Always")) {
      spec.at("restartPolicy").notSupported(List.of("Always"));
    }
    if (spec.at("activeDeadlineSeconds").isSet()) {
      spec.at("activeDeadlineSeconds")
          .forbidden("activeDeadlineSeconds in " + kind + " is not Supported");
    }
  }

  static void matches(Place template, LabelSelector selector) {
    Place labels = template.at("metadata", "labels");
    if (!selector.isEverything() && !selector.matches(KubeObject.strings(labels.value()))) {
      labels.invalid("`selector` does not match template `labels`");
    }
  }

  /// A selector that must be there and select something.
  ///
  /// @param kind named in the refusal of an empty one
  /// @return empty when it cannot be understood, which is said already
  static Optional<LabelSelector> selector(Place selector, String kind) {
    if (!selector.isSet()) {
      selector.required();
    } else {
      Checks.labelSelector(selector);
      if (selector.at("matchLabels").isEmpty() && selector.at("matchExpressions").isEmpty()) {
        selector.invalid("empty selector is invalid for " + kind);
      }
    }
    try {
      return Optional.of(LabelSelector.ofStructure(selector.value()));
    } catch (StatusException e) {
      selector.invalid("invalid label selector");
      return Optional.empty();
    }
  }
}
