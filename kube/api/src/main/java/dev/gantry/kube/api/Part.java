package dev.gantry.kube.api;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.StatusCause;
import dev.gantry.kube.schema.Kind;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// What of an object a path stands for: all of it but the status, only the status, the number of
/// its replicas. Clients read, patch and replace the shown form; the rest of the stored object is
/// not theirs to change there.
interface Part {

  /// The kind of the shown form.
  Kind kind();

  KubeObject show(KubeObject stored);

  /// The stored object after the shown form was written. Both keep the metadata that only the
  /// server may change.
  ObjectNode merge(ObjectNode shown, KubeObject stored);

  /// What is wrong with the stored object as it would become.
  List<StatusCause> problems(KubeObject next, KubeObject stored);
}
