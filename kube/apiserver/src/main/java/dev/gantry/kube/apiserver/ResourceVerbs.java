package dev.gantry.kube.apiserver;

import dev.gantry.kube.api.KubeApi;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.schema.Kind;
import dev.gantry.kube.schema.decode.ObjectDecoder;
import dev.gantry.platform.http.Request;
import java.io.IOException;
import java.util.Set;

/// Answers requests for resources: which verb a request is, and whether the resource knows it.
final class ResourceVerbs {
  private final ReadVerbs reads;
  private final WatchVerb watches;
  private final WriteVerbs writes;

  ResourceVerbs(KubeApi api, ObjectDecoder decoder) {
    this.reads = new ReadVerbs(api);
    this.watches = new WatchVerb(api);
    this.writes = new WriteVerbs(api, decoder);
  }

  /// The verb of a request, as authorization, discovery and metrics name it; empty when there
  /// is none for the method.
  static String verb(Request request, ResourcePath path) {
    return switch (request.method()) {
      case "GET", "HEAD" -> {
        boolean watch = path.watch() || RequestOptions.bool(request.query(), "watch");
        if (watch && path.subresource().isEmpty()) {
          yield "watch";
        }
        yield path.isCollection() ? "list" : "get";
      }
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      case "DELETE" -> path.isCollection() ? "deletecollection" : "delete";
      default -> "";
    };
  }

  void handle(ResourceRequest request) throws IOException, InterruptedException {
    requireKnown(request);
    switch (request.verb()) {
      case "get" -> reads.get(request);
      case "list" -> reads.list(request);
      case "watch" -> watches.watch(request);
      case "create" -> writes.create(request);
      case "update" -> writes.update(request);
      case "patch" -> writes.patch(request);
      case "delete" -> writes.delete(request);
      case "deletecollection" -> writes.deleteCollection(request);
      default -> throw StatusDocument.methodNotAllowed();
    }
  }

  /// @throws StatusException NotFound for an unknown subresource, MethodNotAllowed for a verb
  ///     that the resource does not have
  private static void requireKnown(ResourceRequest request) {
    Kind kind = request.kind();
    ResourcePath path = request.path();
    Set<String> verbs = kind.verbs();
    if (!path.subresource().isEmpty()) {
      verbs =
          kind.subresource(path.subresource())
              .map(Kind.Subresource::verbs)
              .orElseThrow(StatusDocument::unknownPath);
    }
    boolean misplaced =
        switch (request.verb()) {
          case "create" -> !path.isCollection() && path.subresource().isEmpty();
          case "update", "patch" -> path.isCollection();
          default -> false;
        };
    if (misplaced || !verbs.contains(request.verb())) {
      throw StatusDocument.methodNotAllowed();
    }
    if (!kind.namespaced() && !path.namespace().isEmpty()) {
      throw StatusDocument.unknownPath();
    }
    if (kind.namespaced() && path.namespace().isEmpty() && !path.isCollection()) {
      throw StatusDocument.unknownPath();
    }
  }
}
