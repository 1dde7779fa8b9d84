package dev.gantry.kube.api;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.schema.Kind;

/// What a POST to a subresource does, for subresources that are not part of this module, such as
/// `serviceaccounts/token`. The caller is authorized and the path valid when it is asked.
@FunctionalInterface
public interface SubresourceHandler {

  /// Does what was posted.
  ///
  /// @param api the API itself, for reads and writes of its own
  /// @param key the object of the path, not known to exist
  KubeObject create(
      KubeApi api, Caller caller, Kind kind, ObjectKey key, KubeObject body, WriteOptions options);
}
