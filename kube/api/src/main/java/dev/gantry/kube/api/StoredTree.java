package dev.gantry.kube.api;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.platform.json.Json;
import java.io.IOException;
import java.io.OutputStream;

/// An object that is not in the store in this form: a view in another version, or a bookmark.
record StoredTree(KubeObject object) implements StoredObject {

  @Override
  public String resourceVersion() {
    return object.resourceVersion();
  }

  @Override
  public void writeJson(OutputStream out) throws IOException {
    Json.write(out, object.json());
  }

  @Override
  public int size() {
    return 1024;
  }
}
