package dev.gantry.kube.client;

import dev.gantry.kube.objects.KubeObject;
import java.util.List;

/// Objects as of one resource version; a watch after it misses nothing.
public record ObjectList(List<KubeObject> items, String resourceVersion) {
  public ObjectList {
    items = List.copyOf(items);
  }
}
