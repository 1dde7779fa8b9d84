package dev.gantry.kube.printing;

import static dev.gantry.kube.printing.Column.number;
import static dev.gantry.kube.printing.Column.text;

import dev.gantry.kube.objects.KubeObject;
import java.util.List;

/// What keeps pods running.
final class WorkloadColumns {
  private static final Column CONTAINERS = PodColumns.containers("spec", "template").onlyWide();
  private static final Column IMAGES = PodColumns.images("spec", "template").onlyWide();
  private static final Column SELECTOR =
      text(
              "Selector",
              "Labels of the pods it counts as its own.",
              object -> Texts.selector(object.spec().path("selector")))
          .onlyWide();
  private static final Column DESIRED =
      number("Desired", "Pods wanted.", object -> count(object, "spec", "replicas"));
  private static final Column CURRENT =
      number("Current", "Pods there are.", object -> count(object, "status", "replicas"));
  private static final Column READY =
      number("Ready", "Pods that are ready.", object -> count(object, "status", "readyReplicas"));
  private static final Column READY_OF_DESIRED =
      text(
          "Ready",
          "Pods that are ready, of those wanted.",
          object ->
              count(object, "status", "readyReplicas") + "/" + count(object, "spec", "replicas"));

  private WorkloadColumns() {}

  static final List<Column> DEPLOYMENTS =
      List.of(
          Column.NAME,
          READY_OF_DESIRED,
          number(
              "Up-to-date",
              "Pods made from the current template.",
              object -> count(object, "status", "updatedReplicas")),
          number(
              "Available",
              "Pods that have been ready for long enough.",
              object -> count(object, "status", "availableReplicas")),
          Column.AGE,
          CONTAINERS,
          IMAGES,
          SELECTOR);

  static final List<Column> REPLICA_SETS =
      List.of(Column.NAME, DESIRED, CURRENT, READY, Column.AGE, CONTAINERS, IMAGES, SELECTOR);

  static final List<Column> REPLICATION_CONTROLLERS =
      List.of(
          Column.NAME,
          DESIRED,
          CURRENT,
          READY,
          Column.AGE,
          CONTAINERS,
          IMAGES,
          text(
                  "Selector",
                  "Labels of the pods it counts as its own.",
                  object -> Texts.labels(object.spec().path("selector")))
              .onlyWide());

  static final List<Column> STATEFUL_SETS =
      List.of(Column.NAME, READY_OF_DESIRED, Column.AGE, CONTAINERS, IMAGES);

  static final List<Column> DAEMON_SETS =
      List.of(
          Column.NAME,
          number(
              "Desired",
              "Nodes that should run the pod.",
              object -> count(object, "status", "desiredNumberScheduled")),
          number(
              "Current",
              "Nodes that run the pod and should.",
              object -> count(object, "status", "currentNumberScheduled")),
          number(
              "Ready",
              "Nodes on which the pod is ready.",
              object -> count(object, "status", "numberReady")),
          number(
              "Up-to-date",
              "Nodes that run a pod of the current template.",
              object -> count(object, "status", "updatedNumberScheduled")),
          number(
              "Available",
              "Nodes on which the pod has been ready for long enough.",
              object -> count(object, "status", "numberAvailable")),
          text(
              "Node Selector",
              "Labels of the nodes that should run the pod.",
              object -> Texts.labels(object.at("spec", "template", "spec", "nodeSelector"))),
          Column.AGE,
          CONTAINERS,
          IMAGES,
          SELECTOR);

  static final List<Column> CONTROLLER_REVISIONS =
      List.of(
          Column.NAME,
          text(
              "Controller",
              "Owner whose history it is part of.",
              object ->
                  object
                      .controller()
                      .map(owner -> lower(owner.apiVersion(), owner.kind()) + "/" + owner.name())
                      .orElse(Texts.NONE)),
          number("Revision", "Number in the history.", object -> object.at("revision").asLong(0)),
          Column.AGE);

  private static String lower(String apiVersion, String kind) {
    int slash = apiVersion.indexOf('/');
    String name = kind.toLowerCase(java.util.Locale.ROOT);
    return slash < 0 ? name : name + "." + apiVersion.substring(0, slash);
  }

  static int count(KubeObject object, String... path) {
    return object.at(path).asInt(0);
  }
}
