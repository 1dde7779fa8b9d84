package dev.gantry.kube.controllers;

import dev.gantry.kube.client.ApiClient;
import dev.gantry.kube.client.EventRecorder;
import dev.gantry.kube.client.PatchType;
import dev.gantry.kube.objects.BuiltInKinds;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.objects.OwnerReference;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.objects.StatusReason;
import dev.gantry.platform.json.Json;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Finds or makes the ReplicaSet of a Deployment's present template and gives both their revision.
final class NewReplicaSet {
  private final ApiClient client;
  private final EventRecorder events;

  NewReplicaSet(ApiClient client, EventRecorder events) {
    this.client = client;
    this.events = events;
  }

  /// Brings the revision of the current set, if there is one, up to date: also of one that a
  /// roll-back has made current again.
  void syncRevision(Rollout rollout) {
    if (rollout.current().isEmpty()) {
      return;
    }
    KubeObject set = rollout.current().get();
    long revision = Revisions.newest(rollout.old()) + 1;
    Map<String, String> annotations =
        Revisions.annotations(rollout.deployment(), set.annotations(), revision);
    int minReady = rollout.spec().minReadySeconds();
    if (!annotations.equals(set.annotations())
        || set.spec().path("minReadySeconds").asInt(0) != minReady) {
      set =
          client.update(
              set.edit(
                  json -> {
                    ObjectNode written = json.withObject("metadata").putObject("annotations");
                    annotations.forEach(written::put);
                    json.withObject("spec").put("minReadySeconds", minReady);
                  }));
      rollout.wroteSet(set);
    }
    copyRevision(rollout, set);
    if (rollout.spec().progressDeadline().isPresent()
        && rollout.conditions().find(DeploymentProgress.PROGRESSING).isEmpty()) {
      DeploymentProgress.report(
          rollout,
          "True",
          "FoundNewReplicaSet",
          "Found new replica set \"%s\"".formatted(set.name()));
    }
  }

  private void copyRevision(Rollout rollout, KubeObject set) {
    String revision = set.annotations().getOrDefault(Revisions.REVISION, "");
    KubeObject deployment = rollout.deployment();
    if (revision.equals(deployment.annotations().getOrDefault(Revisions.REVISION, ""))) {
      return;
    }
    ObjectNode patch = Json.mapper().createObjectNode();
    patch.putObject("metadata").putObject("annotations").put(Revisions.REVISION, revision);
    rollout.wrote(
        client.patch(deployment.groupVersionKind(), deployment.key(), "", PatchType.MERGE, patch));
  }

  /// Makes the set when there is none. Returns false when its name belongs to something else: the
  /// Deployment then has a higher collision count and is to be looked at again.
  boolean ensure(Rollout rollout) {
    if (rollout.current().isPresent()) {
      return true;
    }
    KubeObject wanted = wanted(rollout);
    KubeObject made;
    try {
      made = client.create(wanted);
      report(rollout, made);
    } catch (StatusException e) {
      if (!e.is(StatusReason.ALREADY_EXISTS)) {
        reportFailure(rollout, wanted, e);
        throw e;
      }
      Optional<KubeObject> mine = client.find(BuiltInKinds.REPLICA_SET, wanted.key());
      if (mine.filter(set -> isOurs(rollout, set)).isEmpty()) {
        collided(rollout);
        return false;
      }
      made = mine.get();
    }
    rollout.current(made);
    copyRevision(rollout, made);
    return true;
  }

  private static boolean isOurs(Rollout rollout, KubeObject set) {
    return set.controller()
            .filter(owner -> owner.uid().equals(rollout.deployment().uid()))
            .isPresent()
        && TemplateHash.sameTemplate(set.spec().path("template"), rollout.spec().template());
  }

  private static KubeObject wanted(Rollout rollout) {
    KubeObject deployment = rollout.deployment();
    DeploymentSpec spec = rollout.spec();
    String hash =
        TemplateHash.of(spec.template(), deployment.status().path("collisionCount").asInt(0));
    Map<String, String> annotations =
        Revisions.annotations(deployment, Map.of(), Revisions.newest(rollout.old()) + 1);
    return KubeObject.named(
            BuiltInKinds.REPLICA_SET,
            new ObjectKey(deployment.namespace(), deployment.name() + "-" + hash))
        .edit(
            json -> {
              ObjectNode metadata = json.withObject("metadata");
              ObjectNode template = (ObjectNode) spec.template().deepCopy();
              ObjectNode labels = template.withObject("metadata").withObject("labels");
              labels.put(TemplateHash.LABEL, hash);
              metadata.set("labels", labels.deepCopy());
              ObjectNode written = metadata.putObject("annotations");
              annotations.forEach(written::put);
              Revisions.sizes(spec).forEach(written::put);
              PodFromTemplate.addOwner(metadata, OwnerReference.controllerOf(deployment));
              ObjectNode wanted = json.putObject("spec");
              wanted.put("replicas", RollingUpdate.sizeOfNew(rollout));
              wanted.put("minReadySeconds", spec.minReadySeconds());
              ObjectNode selector = (ObjectNode) deployment.spec().path("selector").deepCopy();
              selector.withObject("matchLabels").put(TemplateHash.LABEL, hash);
              wanted.set("selector", selector);
              wanted.set("template", template);
            });
  }

  private void report(Rollout rollout, KubeObject made) {
    int size = Rollout.replicas(made);
    if (size > 0) {
      events.normal(
          rollout.deployment(),
          "ScalingReplicaSet",
          "Scaled up replica set %s from 0 to %d".formatted(made.name(), size));
    }
    if (rollout.spec().progressDeadline().isPresent()) {
      DeploymentProgress.report(
          rollout,
          "True",
          "NewReplicaSetCreated",
          "Created new replica set \"%s\"".formatted(made.name()));
    }
  }

  private void reportFailure(Rollout rollout, KubeObject wanted, StatusException failure) {
    if (ReplicaScaler.isNamespaceEnding(failure)) {
      return;
    }
    String message =
        "Failed to create new replica set \"%s\": %s"
            .formatted(wanted.name(), failure.getMessage());
    if (rollout.spec().progressDeadline().isPresent()) {
      DeploymentProgress.report(rollout, "False", "ReplicaSetCreateError", message);
      client.updateStatus(
          rollout.deployment().edit(json -> rollout.conditions().into(json.withObject("status"))));
    }
    events.warning(rollout.deployment(), "ReplicaSetCreateError", message);
  }

  private void collided(Rollout rollout) {
    KubeObject deployment = rollout.deployment();
    int collisions = deployment.status().path("collisionCount").asInt(0);
    rollout.wrote(
        client.updateStatus(
            deployment.edit(
                json -> json.withObject("status").put("collisionCount", collisions + 1))));
  }
}
