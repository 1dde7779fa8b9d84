package dev.gantry.kube.printing;

import static dev.gantry.kube.printing.Texts.NONE;

import dev.gantry.kube.objects.KubeObject;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Pods and what is about their containers.
final class PodColumns {
  private PodColumns() {}

  static final List<Column> PODS =
      List.of(
          Column.NAME,
          Column.text(
              "Ready", "Containers that are ready, of all.", pod -> PodSummary.of(pod).ready()),
          Column.text("Status", "State of the pod in a word.", pod -> PodSummary.of(pod).status()),
          Column.timed(
              "Restarts",
              "How often containers were restarted, and when last.",
              (pod, now) -> PodSummary.of(pod).restarts(now)),
          Column.AGE,
          Column.text("IP", "Address of the pod.", PodColumns::address).onlyWide(),
          Column.text(
                  "Node",
                  "Node the pod runs on.",
                  pod -> Texts.orElse(pod.spec().path("nodeName"), NONE))
              .onlyWide(),
          Column.text(
                  "Nominated Node",
                  "Node that is being cleared for the pod.",
                  pod -> Texts.orElse(pod.status().path("nominatedNodeName"), NONE))
              .onlyWide(),
          Column.text(
                  "Readiness Gates",
                  "Conditions that must hold for the pod to be ready.",
                  PodColumns::readinessGates)
              .onlyWide());

  static final List<Column> POD_TEMPLATES =
      List.of(
          Column.NAME,
          containers("template"),
          images("template"),
          Column.text(
              "Pod Labels",
              "Labels of the template's pods.",
              object -> Texts.labels(object.at("template", "metadata", "labels"))));

  /// @param template path of the pod template
  static Column containers(String... template) {
    return Column.text(
        "Containers",
        "Names of the template's containers.",
        object -> ofContainers(object, template, "name"));
  }

  static Column images(String... template) {
    return Column.text(
        "Images",
        "Images of the template's containers.",
        object -> ofContainers(object, template, "image"));
  }

  private static String ofContainers(KubeObject object, String[] template, String field) {
    return Texts.joined(
        Texts.items(object.at(template).path("spec").path("containers"))
            .map(container -> container.path(field).asString("")));
  }

  private static String address(KubeObject pod) {
    return Texts.orElse(
        pod.status().path("podIPs").path(0).path("ip"),
        Texts.orElse(pod.status().path("podIP"), NONE));
  }

  private static String readinessGates(KubeObject pod) {
    JsonNode gates = pod.spec().path("readinessGates");
    long met =
        Texts.items(gates)
            .filter(
                gate ->
                    Texts.hasCondition(
                        pod.status(), gate.path("conditionType").asString(""), "True"))
            .count();
    return gates.isEmpty() ? NONE : met + "/" + gates.size();
  }
}
