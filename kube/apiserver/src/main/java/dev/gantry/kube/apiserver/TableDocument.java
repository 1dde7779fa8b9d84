package dev.gantry.kube.apiserver;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.printing.Table;
import dev.gantry.platform.json.Json;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/// Objects as the rows of a table, which is what `kubectl get` prints. One is made for an
/// answer; in a watch it remembers that the client knows the columns.
final class TableDocument {
  private final Table table;
  private final Table.IncludeObject include;
  private final String version;
  private boolean columnsKnown;

  /// @throws IllegalStateException for a kind without a table, see [#exists]
  TableDocument(ResourceRequest request, AnswerForm form) {
    this.table = Table.find(request.kind()).orElseThrow(IllegalStateException::new);
    this.include = Table.IncludeObject.parse(request.query().first("includeObject").orElse(""));
    this.version = form.metaVersion();
  }

  static boolean exists(ResourceRequest request) {
    return Table.find(request.kind()).isPresent();
  }

  ObjectNode of(KubeObject object) {
    return versioned(table.of(object, include, Instant.now()));
  }

  ObjectNode of(ListDocument list) {
    var objects = list.page().items().stream().map(item -> item.object()).toList();
    return versioned(table.of(objects, list.metadata(), include, Instant.now()));
  }

  /// An event of a watch. A bookmark has no rows.
  ObjectNode event(KubeObject object, boolean bookmark) {
    ObjectNode document = versioned(table.ofEvent(object, !columnsKnown, include, Instant.now()));
    columnsKnown = true;
    if (bookmark) {
      ObjectNode metadata = Json.mapper().createObjectNode();
      object.metadata().properties().forEach(e -> metadata.set(e.getKey(), e.getValue()));
      document.set("metadata", metadata);
      document.putArray("rows");
    }
    return document;
  }

  private ObjectNode versioned(ObjectNode document) {
    return document.put("apiVersion", "meta.k8s.io/" + version);
  }
}
