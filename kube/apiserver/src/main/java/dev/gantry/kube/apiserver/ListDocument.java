package dev.gantry.kube.apiserver;

import dev.gantry.kube.api.ListResult;
import dev.gantry.kube.api.StoredObject;
import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.platform.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.node.ObjectNode;

/// A page of objects as a list object, written from the bytes in the store.
record ListDocument(GroupVersionKind kind, ListResult page) {

  ObjectNode metadata() {
    ObjectNode metadata = Json.mapper().createObjectNode();
    if (!page.resourceVersion().isEmpty()) {
      metadata.put("resourceVersion", page.resourceVersion());
    }
    if (!page.continueToken().isEmpty()) {
      metadata.put("continue", page.continueToken());
    }
    page.remaining().ifPresent(count -> metadata.put("remainingItemCount", count));
    return metadata;
  }

  long size() {
    return page.items().stream().mapToLong(StoredObject::size).sum();
  }

  void writeTo(OutputStream out) throws IOException {
    String head =
        "{\"kind\":\"%sList\",\"apiVersion\":\"%s\",\"metadata\":%s,\"items\":["
            .formatted(kind.kind(), kind.apiVersion(), Json.text(metadata()));
    out.write(head.getBytes(StandardCharsets.UTF_8));
    boolean first = true;
    for (StoredObject object : page.items()) {
      if (!first) {
        out.write(',');
      }
      first = false;
      object.writeJson(out);
    }
    out.write("]}\n".getBytes(StandardCharsets.US_ASCII));
  }

  ObjectNode tree() {
    ObjectNode list = Json.mapper().createObjectNode();
    list.put("apiVersion", kind.apiVersion()).put("kind", kind.kind() + "List");
    var items = list.putArray("items");
    page.items().forEach(object -> items.add(object.object().json()));
    list.set("metadata", metadata());
    return list;
  }
}
