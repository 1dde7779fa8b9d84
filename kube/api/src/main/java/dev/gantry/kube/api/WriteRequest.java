package dev.gantry.kube.api;

import dev.gantry.kube.auth.UserInfo;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.objects.StatusCause;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.schema.Kind;
import java.util.List;

/// A write, as all its steps see it.
///
/// @param subresource empty for the object itself
record WriteRequest(
    Caller caller, KindView view, ObjectKey key, String subresource, WriteOptions options) {
  private static final int LONGEST_MANAGER = 128;

  WriteRequest {
    String manager = options.fieldManager();
    if (manager.length() > LONGEST_MANAGER || manager.chars().anyMatch(c -> c < ' ')) {
      throw StatusException.invalid(
          new dev.gantry.kube.objects.GroupVersionKind("meta.k8s.io", "v1", "WriteOptions"),
          "",
          List.of(
              StatusCause.invalid(
                  "fieldManager",
                  '"' + manager + '"',
                  "may not be more than 128 bytes and must be printable")));
    }
  }

  /// The kind objects are stored as.
  Kind kind() {
    return view.stored();
  }

  UserInfo user() {
    return caller.user();
  }

  boolean dryRun() {
    return options.dryRun();
  }

  String manager() {
    return options.fieldManager().isEmpty() ? caller.defaultManager() : options.fieldManager();
  }

  WriteRequest named(ObjectKey other) {
    return new WriteRequest(caller, view, other, subresource, options);
  }
}
