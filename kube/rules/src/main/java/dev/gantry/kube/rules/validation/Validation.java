package dev.gantry.kube.rules.validation;

import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.StatusCause;
import java.util.List;
import java.util.Set;

/// What is wrong with an object: one cause for each field that upstream would refuse, in its order
/// and words; nothing when the object is acceptable.
///
/// Objects have been read against their schema, defaulted and prepared before: unknown fields,
/// wrong types and what a path may not change are none of validation's business. The causes make a
/// refusal with
/// [dev.gantry.kube.objects.StatusException#invalid(GroupVersionKind, String, List)].
public final class Validation {
  private static final Set<String> CONDITIONAL_ONLY =
      Set.of(
          "Lease",
          "CustomResourceDefinition",
          "MutatingWebhookConfiguration",
          "ValidatingWebhookConfiguration",
          "ValidatingAdmissionPolicy",
          "ValidatingAdmissionPolicyBinding",
          "PodDisruptionBudget",
          "VolumeAttachment",
          "CSIDriver",
          "CSINode",
          "RuntimeClass");

  private Validation() {}

  /// A new object, already named.
  public static List<StatusCause> ofCreate(KubeObject object) {
    Place place = place(object);
    KindRules rules = KindTable.of(object);
    MetadataValidation.create(place.at("metadata"), rules.name());
    rules.create().accept(place);
    return place.problems().causes();
  }

  /// An object that is to replace another through its main path.
  public static List<StatusCause> ofUpdate(KubeObject now, KubeObject before) {
    Place place = place(now);
    MetadataValidation.update(place.at("metadata"), before);
    KindTable.of(now).update().check(place, before);
    return place.problems().causes();
  }

  /// An object whose status is to change.
  public static List<StatusCause> ofStatusUpdate(KubeObject now, KubeObject before) {
    Place place = place(now);
    MetadataValidation.update(place.at("metadata"), before);
    KindTable.of(now).status().check(place, before);
    return place.problems().causes();
  }

  /// An object that is to change through a path of its own: `status`, `ephemeralcontainers`,
  /// `resize`, `finalize`, `approval`.
  public static List<StatusCause> ofSubresourceUpdate(
      String subresource, KubeObject now, KubeObject before) {
    Place place = place(now);
    switch (subresource) {
      case "status" -> {
        return ofStatusUpdate(now, before);
      }
      case "ephemeralcontainers" -> {
        MetadataValidation.update(place.at("metadata"), before);
        PodUpdateValidation.ephemeralContainers(place, before);
      }
      case "resize" -> {
        MetadataValidation.update(place.at("metadata"), before);
        PodUpdateValidation.resize(place, before);
      }
      case "finalize" -> {
        MetadataValidation.update(place.at("metadata"), before);
        CoreValidation.namespaceFinalizers(place);
      }
      case "approval" -> MetadataValidation.update(place.at("metadata"), before);
      default -> {
        return ofUpdate(now, before);
      }
    }
    return place.problems().causes();
  }

  /// A pod's assignment to a node.
  public static List<StatusCause> ofBinding(KubeObject binding) {
    Place target = place(binding).at("target");
    Place kind = target.at("kind");
    if (!kind.isBlank() && !kind.is("Node")) {
      kind.notSupported(List.of("Node", "<empty>"));
    }
    target.at("name").require();
    return target.problems().causes();
  }

  /// Whether an update has to say which version of the object it changes.
  public static boolean requiresResourceVersion(GroupVersionKind kind) {
    return CONDITIONAL_ONLY.contains(kind.kind());
  }

  private static Place place(KubeObject object) {
    return new Place(object.json(), FieldPath.root(), new Problems());
  }
}
