package dev.gantry.kube.controllers;

import dev.gantry.kube.client.ApiClient;
import dev.gantry.kube.client.PatchType;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.LabelSelector;
import dev.gantry.kube.objects.OwnerReference;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.objects.StatusReason;
import dev.gantry.platform.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Settles which objects belong to a controller: it adopts those that match its selector and belong
/// to nobody, and releases its own that no longer match.
final class Claims {
  private final ApiClient client;

  Claims(ApiClient client) {
    this.client = client;
  }

  /// Those of `candidates`, objects of the owner's namespace, that are now the owner's.
  List<KubeObject> claim(KubeObject owner, LabelSelector selector, List<KubeObject> candidates) {
    List<KubeObject> claimed = new ArrayList<>();
    boolean mayAdopt = false;
    for (KubeObject candidate : candidates) {
      Optional<OwnerReference> controller = candidate.controller();
      boolean matches = selector.matches(candidate);
      if (controller.isPresent()) {
        if (!controller.get().uid().equals(owner.uid())) {
          continue;
        }
        if (matches) {
          claimed.add(candidate);
        } else if (!owner.isBeingDeleted()) {
          release(owner, candidate);
        }
      } else if (matches && !owner.isBeingDeleted() && !candidate.isBeingDeleted()) {
        mayAdopt = mayAdopt || checkAlive(owner);
        adopt(owner, candidate).ifPresent(claimed::add);
      }
    }
    return claimed;
  }

  /// What the cache shows of the owner may be old: who is about to go must not take in orphans.
  private boolean checkAlive(KubeObject owner) {
    KubeObject fresh = client.get(owner.groupVersionKind(), owner.key());
    if (!fresh.uid().equals(owner.uid()) || fresh.isBeingDeleted()) {
      throw StatusException.conflict(
          owner.groupVersionKind().group(),
          owner.kind(),
          owner.name(),
          "it is being deleted and adopts nothing");
    }
    return true;
  }

  private Optional<KubeObject> adopt(KubeObject owner, KubeObject orphan) {
    ObjectNode patch = patch(orphan);
    OwnerReference reference = OwnerReference.controllerOf(owner);
    patch
        .withObject("metadata")
        .putArray("ownerReferences")
        .addObject()
        .put("apiVersion", reference.apiVersion())
        .put("kind", reference.kind())
        .put("name", reference.name())
        .put("uid", reference.uid())
        .put("controller", true)
        .put("blockOwnerDeletion", true);
    return apply(orphan, patch);
  }

  private void release(KubeObject owner, KubeObject member) {
    ObjectNode patch = patch(member);
    patch
        .withObject("metadata")
        .putArray("ownerReferences")
        .addObject()
        .put("$patch", "delete")
        .put("uid", owner.uid());
    apply(member, patch);
  }

  /// The uid is a precondition: an object that took the name meanwhile is left alone.
  private static ObjectNode patch(KubeObject object) {
    ObjectNode patch = Json.mapper().createObjectNode();
    patch.putObject("metadata").put("uid", object.uid());
    return patch;
  }

  /// Empty when the object is gone, so that there is nothing left to claim.
  private Optional<KubeObject> apply(KubeObject object, ObjectNode patch) {
    try {
      return Optional.of(
          client.patch(
              object.groupVersionKind(), object.key(), "", PatchType.STRATEGIC_MERGE, patch));
    } catch (StatusException e) {
      if (e.isNotFound() || e.is(StatusReason.INVALID)) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
