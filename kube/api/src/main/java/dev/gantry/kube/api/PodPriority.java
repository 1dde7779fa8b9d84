package dev.gantry.kube.api;

import dev.gantry.kube.objects.BuiltInKinds;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.objects.StatusException;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Turns the name of a priority class into the number that scheduling works with.
final class PodPriority implements AdmissionPlugin {

  @Override
  public void mutate(AdmissionRequest request, ObjectReader objects) {
    if (!request.creates("", "pods")) {
      return;
    }
    ObjectNode spec = request.object().withObject("/spec");
    String name = spec.path("priorityClassName").asString("");
    Optional<KubeObject> priorityClass =
        name.isEmpty() ? globalDefault(objects) : Optional.of(named(request, objects, name));
    priorityClass.ifPresent(found -> spec.put("priorityClassName", found.name()));
    int priority = priorityClass.map(found -> found.at("value").asInt(0)).orElse(0);
    String preemption =
        priorityClass
            .map(found -> found.at("preemptionPolicy").asString(""))
            .filter(policy -> !policy.isEmpty())
            .orElse("PreemptLowerPriority");
    JsonNode given = spec.path("priority");
    if (given.isNumber() && given.asInt() != priority) {
      throw StatusException.forbidden(
          "",
          "pods",
          request.key().name(),
          "the integer value of priority (%d) must not be provided in pod spec; priority admission"
                  .formatted(given.asInt())
              + " controller computed %d from the given PriorityClass name".formatted(priority));
    }
    String givenPolicy = spec.path("preemptionPolicy").asString("");
    if (!givenPolicy.isEmpty() && !givenPolicy.equals(preemption)) {
      throw StatusException.forbidden(
          "",
          "pods",
          request.key().name(),
          "the string value of PreemptionPolicy (%s) must not be provided in pod spec; priority"
                  .formatted(givenPolicy)
              + " admission controller computed %s from the given PriorityClass name"
                  .formatted(preemption));
    }
    spec.put("priority", priority).put("preemptionPolicy", preemption);
  }

  private static KubeObject named(AdmissionRequest request, ObjectReader objects, String name) {
    return objects
        .find(BuiltInKinds.PRIORITY_CLASS, ObjectKey.clusterScoped(name))
        .orElseThrow(
            () ->
                StatusException.forbidden(
                    "",
                    "pods",
                    request.key().name(),
                    "no PriorityClass with name " + name + " was found"));
  }

  /// Of several defaults, which only a race can make, the lowest counts.
  private static Optional<KubeObject> globalDefault(ObjectReader objects) {
    return objects.list(BuiltInKinds.PRIORITY_CLASS, "").stream()
        .filter(found -> found.at("globalDefault").asBoolean(false))
        .min((a, b) -> Integer.compare(a.at("value").asInt(0), b.at("value").asInt(0)));
  }

  @Override
  public void validate(AdmissionRequest request, ObjectReader objects) {
    if (request.operation() == AdmissionRequest.Operation.DELETE
        || !request.isAbout("scheduling.k8s.io", "priorityclasses")
        || !request.object().path("globalDefault").asBoolean(false)) {
      return;
    }
    globalDefault(objects)
        .filter(other -> !other.name().equals(request.key().name()))
        .ifPresent(
            other -> {
              throw StatusException.forbidden(
                  "scheduling.k8s.io",
                  "priorityclasses",
                  request.key().name(),
                  "PriorityClass "
                      + other.name()
                      + " is already marked as default. Only one default can exist");
            });
  }
}
