package dev.gantry.kube.rules;

import dev.gantry.kube.objects.FieldSelector;
import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.StatusException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/// The fields by which objects of a kind can be selected.
///
/// Every object can be selected by name and namespace; a few kinds by more. Absent numbers and
/// truths read as upstream's zero values, `0` and `false`.
public final class SelectableFields {
  private static final Map<String, Function<KubeObject, String>> ALWAYS =
      Map.of("metadata.name", KubeObject::name, "metadata.namespace", KubeObject::namespace);
  private static final Map<String, Map<String, Function<KubeObject, String>>> BY_KIND = table();

  private SelectableFields() {}

  /// What the selector asks, as a question to objects of the kind.
  ///
  /// @throws StatusException BadRequest when the selector names a field the kind is not selected by
  public static Predicate<KubeObject> matching(GroupVersionKind kind, FieldSelector selector) {
    if (selector.isEverything()) {
      return object -> true;
    }
    Map<String, Function<KubeObject, String>> own = own(kind);
    for (FieldSelector.Requirement requirement : selector.requirements()) {
      String field = requirement.field();
      if (!ALWAYS.containsKey(field) && !own.containsKey(field)) {
        throw StatusException.badRequest(refusal(kind, field));
      }
    }
    return object -> selector.matches(field -> value(own, field, object));
  }

  /// Upstream words it differently where a kind has no fields of its own.
  private static String refusal(GroupVersionKind kind, String field) {
    return BY_KIND.containsKey(name(kind))
        ? "field label not supported: " + field
        : "\""
            + field
            + "\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"";
  }

  private static String value(
      Map<String, Function<KubeObject, String>> own, String field, KubeObject object) {
    Function<KubeObject, String> reader = ALWAYS.get(field);
    if (reader == null) {
      reader = own.getOrDefault(field, _ -> "");
    }
    return reader.apply(object);
  }

  private static Map<String, Function<KubeObject, String>> own(GroupVersionKind kind) {
    return BY_KIND.getOrDefault(name(kind), Map.of());
  }

  private static String name(GroupVersionKind kind) {
    return kind.group() + "/" + kind.kind();
  }

  private static Map<String, Map<String, Function<KubeObject, String>>> table() {
    Map<String, Map<String, Function<KubeObject, String>>> table = new HashMap<>();
    table.put("/Pod", pod());
    table.put("/Node", Map.of("spec.unschedulable", truth("spec.unschedulable")));
    table.put("/Namespace", Map.of("status.phase", text("status.phase")));
    table.put("/ReplicationController", Map.of("status.replicas", number("status.replicas")));
    table.put("apps/ReplicaSet", Map.of("status.replicas", number("status.replicas")));
    table.put("batch/Job", Map.of("status.successful", number("status.succeeded")));
    table.put("/Secret", Map.of("type", text("type")));
    table.put(
        "/Service",
        Map.of("spec.clusterIP", text("spec.clusterIP"), "spec.type", text("spec.type")));
    table.put(
        "certificates.k8s.io/CertificateSigningRequest",
        Map.of("spec.signerName", text("spec.signerName")));
    table.put("/Event", EventFields.core());
    table.put("events.k8s.io/Event", EventFields.events());
    return table;
  }

  private static Map<String, Function<KubeObject, String>> pod() {
    Map<String, Function<KubeObject, String>> fields = new HashMap<>();
    for (String field :
        new String[] {
          "spec.nodeName",
          "spec.restartPolicy",
          "spec.schedulerName",
          "spec.serviceAccountName",
          "status.phase",
          "status.nominatedNodeName"
        }) {
      fields.put(field, text(field));
    }
    fields.put("spec.host", text("spec.nodeName"));
    fields.put("spec.hostNetwork", truth("spec.hostNetwork"));
    Function<KubeObject, String> ip = text("status.podIP");
    fields.put("status.podIP", ip);
    fields.put("status.podIPs", ip);
    return fields;
  }

  static Function<KubeObject, String> text(String path) {
    String[] steps = path.split("\\.", -1);
    return object -> object.at(steps).asString("");
  }

  private static Function<KubeObject, String> truth(String path) {
    String[] steps = path.split("\\.", -1);
    return object -> Boolean.toString(object.at(steps).asBoolean(false));
  }

  private static Function<KubeObject, String> number(String path) {
    String[] steps = path.split("\\.", -1);
    return object -> {
      JsonNode value = object.at(steps);
      return Long.toString(value.asLong(0));
    };
  }
}
