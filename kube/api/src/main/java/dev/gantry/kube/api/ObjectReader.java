package dev.gantry.kube.api;

import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The present objects, for the server's own rules: nobody is asked whether he may.
public interface ObjectReader {

  Optional<KubeObject> find(GroupVersionKind kind, ObjectKey key);

  /// Waits for an object that somebody is about to create.
  ///
  /// @return empty when it did not appear in time
  Optional<KubeObject> await(GroupVersionKind kind, ObjectKey key, Duration patience);

  /// All objects of a kind.
  ///
  /// @param namespace empty for all
  List<KubeObject> list(GroupVersionKind kind, String namespace);
}
