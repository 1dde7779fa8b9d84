package dev.gantry.kube.rules.validation;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.QosClass;
import dev.gantry.kube.objects.SemanticEquality;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Pods when they change: little may.
final class PodUpdateValidation {
  private static final List<String> CHANGEABLE =
      List.of(
          "`spec.containers[*].image`",
          "`spec.initContainers[*].image`",
          "`spec.activeDeadlineSeconds`",
          "`spec.tolerations` (only additions to existing tolerations)",
          "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously"
              + " negative)");

  private PodUpdateValidation() {}

  static void update(Place pod, KubeObject before) {
    Place spec = pod.at("spec");
    JsonNode old = before.spec();
    if (!images(spec.at("containers"), old.path("containers"))
        || !images(spec.at("initContainers"), old.path("initContainers"))
        || !deadline(spec.at("activeDeadlineSeconds"), old.path("activeDeadlineSeconds"))) {
      return;
    }
    tolerations(spec.at("tolerations"), old.path("tolerations"));
    gates(spec.at("schedulingGates"), old.path("schedulingGates"));
    theRest(spec, old);
  }

  private static boolean images(Place containers, JsonNode old) {
    if (containers.value().size() != old.size()) {
      containers.forbidden("pod updates may not add or remove containers");
      return false;
    }
    for (Place container : containers.elements()) {
      container.at("image").require();
      ContainerValidation.imageWithoutSpaces(container.at("image"));
    }
    return true;
  }

  private static boolean deadline(Place deadline, JsonNode old) {
    if (deadline.isSet()) {
      if (deadline.number() < 0 || deadline.number() > Integer.MAX_VALUE) {
        deadline.between(0, Integer.MAX_VALUE);
        return false;
      }
      if (old.isNumber() && deadline.number() > old.asLong()) {
        deadline.invalid("must be less than or equal to previous value");
        return false;
      }
    } else if (old.isNumber()) {
      deadline.invalid("must not update from a positive integer to nil value");
    }
    return true;
  }

  private static void tolerations(Place tolerations, JsonNode old) {
    for (JsonNode toleration : old) {
      boolean kept =
          tolerations.elements().stream()
              .anyMatch(now -> bare(now.value()).equals(bare(toleration)));
      if (!kept) {
        tolerations.forbidden(
            "existing toleration can not be modified except its tolerationSeconds");
        return;
      }
    }
  }

  private static JsonNode bare(JsonNode toleration) {
    JsonNode copy = toleration.deepCopy();
    if (copy instanceof ObjectNode structure) {
      structure.remove("tolerationSeconds");
    }
    return copy;
  }

  private static void gates(Place gates, JsonNode old) {
    Set<String> before = new HashSet<>();
    old.forEach(gate -> before.add(gate.path("name").asString("")));
    for (Place gate : gates.elements()) {
      if (!before.contains(gate.at("name").text())) {
        gate.forbidden(
            "only deletion is allowed, but found new scheduling gate '"
                + gate.at("name").text()
                + "'");
      }
    }
  }

  /// All else must be as it was.
  private static void theRest(Place spec, JsonNode old) {
    ObjectNode munged = (ObjectNode) spec.value().deepCopy();
    for (String list : List.of("containers", "initContainers")) {
      for (int i = 0; i < old.path(list).size(); i++) {
        if (munged.path(list).path(i) instanceof ObjectNode container) {
          container.set("image", old.path(list).get(i).path("image").deepCopy());
        }
      }
    }
    for (String field : List.of("activeDeadlineSeconds", "tolerations", "schedulingGates")) {
      restore(munged, old, field);
    }
    boolean gated = !old.path("schedulingGates").isEmpty();
    if (gated) {
      restore(munged, old, "nodeSelector");
      restore(munged, old, "affinity");
    }
    if (old.path("terminationGracePeriodSeconds").asLong(0) < 0
        && munged.path("terminationGracePeriodSeconds").asLong(0) == 1) {
      restore(munged, old, "terminationGracePeriodSeconds");
    }
    if (!SemanticEquality.same(munged, old)) {
      spec.forbidden(
          "pod updates may not change fields other than "
              + String.join(",", CHANGEABLE)
              + "\n"
              + differences(munged, old));
    }
  }

  private static void restore(ObjectNode now, JsonNode old, String field) {
    if (old.has(field)) {
      now.set(field, old.get(field).deepCopy());
    } else {
      now.remove(field);
    }
  }

  /// The fields that differ, before and after.
  private static String differences(JsonNode now, JsonNode old) {
    Set<String> fields = new TreeSet<>();
    now.propertyStream().forEach(e -> fields.add(e.getKey()));
    old.propertyStream().forEach(e -> fields.add(e.getKey()));
    var text = new StringBuilder();
    for (String field : fields) {
      if (!SemanticEquality.same(now.path(field), old.path(field))) {
        text.append("- ").append(field).append(": ").append(old.path(field)).append('\n');
        text.append("+ ").append(field).append(": ").append(now.path(field)).append('\n');
      }
    }
    return text.toString();
  }

  /// Containers for debugging can be added, and then stay as they are.
  static void ephemeralContainers(Place pod, KubeObject before) {
    Place spec = pod.at("spec");
    new ContainerValidation(VolumeValidation.volumes(spec.at("volumes")), OptionalLong.empty())
        .ephemeralContainers(
            spec.at("ephemeralContainers"), spec.at("containers"), spec.at("initContainers"));
    Place now = spec.at("ephemeralContainers");
    for (JsonNode old : before.spec().path("ephemeralContainers")) {
      String name = old.path("name").asString("");
      var same = now.elements().stream().filter(c -> c.at("name").is(name)).findFirst();
      if (same.isEmpty()) {
        now.forbidden("existing ephemeral containers \"" + name + "\" may not be removed\n");
      } else if (!SemanticEquality.same(same.get().value(), old)) {
        now.forbidden("existing ephemeral containers \"" + name + "\" may not be changed\n");
      }
    }
  }

  /// Requests and limits may change, but not what they make of the pod.
  static void resize(Place pod, KubeObject before) {
    Place spec = pod.at("spec");
    for (String list : List.of("containers", "initContainers")) {
      spec.at(list).elements().forEach(c -> ResourcesValidation.requirements(c.at("resources")));
    }
    QosClass was = QosClass.of(before.spec());
    QosClass is = QosClass.of(spec.value());
    if (was != is) {
      pod.at("metadata")
          .invalidAs(
              Place.quoted(is.text()), "Pod QOS Class may not change as a result of resizing");
    }
  }
}
