package dev.gantry.kube.api;

import dev.gantry.kube.objects.KubeObject;
import java.io.IOException;
import java.io.OutputStream;

/// An object at a revision, ready to be sent: as JSON without ever being decoded, and as a tree for
/// those who look into it.
public interface StoredObject {

  /// The tree, decoded when first asked for and shared.
  KubeObject object();

  String resourceVersion();

  /// Writes the object as JSON. Costs a copy of bytes.
  void writeJson(OutputStream out) throws IOException;

  /// About how many bytes [#writeJson] writes.
  int size();
}
