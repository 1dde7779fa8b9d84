package dev.gantry.kube.api;

import dev.gantry.kube.objects.KubeObject;
import java.util.List;

/// The outcome of a write.
///
/// @param object as stored, or as it would have been stored in a dry run
/// @param created whether it did not exist before: 201 rather than 200
/// @param warnings for the client's user
public record Written(KubeObject object, boolean created, List<String> warnings) {
  public Written {
    warnings = List.copyOf(warnings);
  }

  static Written created(KubeObject object) {
    return new Written(object, true, List.of());
  }

  static Written changed(KubeObject object) {
    return new Written(object, false, List.of());
  }
}
