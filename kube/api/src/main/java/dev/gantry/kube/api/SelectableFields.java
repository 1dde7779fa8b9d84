package dev.gantry.kube.api;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.schema.Kind;
import java.util.Map;
import java.util.Set;

/// The fields that field selectors know.
final class SelectableFields {
  private static final Set<String> OF_ALL_KINDS = Set.of("metadata.name", "metadata.namespace");
  private static final Map<String, Set<String>> OF_KINDS =
      Map.of(
          "pods",
          Set.of(
              "spec.nodeName",
              "spec.restartPolicy",
              "spec.schedulerName",
              "spec.serviceAccountName",
              "spec.hostNetwork",
              "status.phase",
              "status.podIP",
              "status.nominatedNodeName"),
          "nodes",
          Set.of("spec.unschedulable"),
          "replicationcontrollers",
          Set.of("status.replicas"),
          "events",
          Set.of(
              "involvedObject.kind",
              "involvedObject.namespace",
              "involvedObject.name",
              "involvedObject.uid",
              "involvedObject.apiVersion",
              "involvedObject.resourceVersion",
              "involvedObject.fieldPath",
              "reason",
              "reportingComponent",
              "source",
              "type"),
          "namespaces",
          Set.of("status.phase"),
          "secrets",
          Set.of("type"),
          "services",
          Set.of("spec.clusterIP", "spec.type"),
          "jobs",
          Set.of("status.successful"),
          "certificatesigningrequests",
          Set.of("spec.signerName"));

  private SelectableFields() {}

  static void require(Kind kind, String field) {
    if (!OF_ALL_KINDS.contains(field)
        && !OF_KINDS.getOrDefault(kind.plural(), Set.of()).contains(field)) {
      throw StatusException.badRequest("field label not supported: " + field);
    }
  }

  static String value(KubeObject object, String field) {
    if (field.equals("source")) {
      return object.at("source", "component").asString("");
    }
    return switch (field) {
      case "spec.unschedulable", "spec.hostNetwork" ->
          Boolean.toString(object.at(field.split("\\.", -1)).asBoolean(false));
      case "status.replicas", "status.successful" ->
          Long.toString(object.at(field.split("\\.", -1)).asLong(0));
      default -> object.at(field.split("\\.", -1)).asString("");
    };
  }
}
