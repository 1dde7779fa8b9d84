package dev.gantry.kube.api;

import dev.gantry.kube.auth.UserInfo;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.schema.Kind;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// A write on its way to the store.
///
/// @param subresource empty for the object itself
/// @param object the object to be written, which [AdmissionPlugin#mutate] may change; for a
///     deletion the object to be deleted, not to be changed
/// @param old the object as it is stored; empty for a creation
public record AdmissionRequest(
    Operation operation,
    Kind kind,
    ObjectKey key,
    String subresource,
    UserInfo user,
    ObjectNode object,
    Optional<KubeObject> old,
    boolean dryRun) {

  /// What is being done.
  public enum Operation {
    CREATE,
    UPDATE,
    DELETE
  }

  /// Whether this creates an object of this kind.
  boolean creates(String group, String plural) {
    return operation == Operation.CREATE && isAbout(group, plural);
  }

  /// Whether this is about objects of this kind themselves, not a subresource of theirs.
  boolean isAbout(String group, String plural) {
    return subresource.isEmpty() && kind.group().equals(group) && kind.plural().equals(plural);
  }
}
