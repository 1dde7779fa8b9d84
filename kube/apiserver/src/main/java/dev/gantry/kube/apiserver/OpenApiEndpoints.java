package dev.gantry.kube.apiserver;

import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.objects.StatusReason;
import dev.gantry.kube.schema.Document;
import dev.gantry.kube.schema.openapi.OpenApi;
import dev.gantry.platform.http.Request;
import dev.gantry.platform.http.Response;
import java.io.IOException;
import java.util.Optional;

/// Answers what the resources look like. Documents of version 3 carry their hash in their
/// address, so that clients need never ask again for one they have.
final class OpenApiEndpoints {
  private static final String JSON = "application/json";
  private static final String V2_PROTOBUF =
      "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";
  private static final String V3 = "/openapi/v3";

  private final OpenApi documents;

  OpenApiEndpoints(OpenApi documents) {
    this.documents = documents;
  }

  /// Answers if the path is one of these; false when it is not.
  boolean handle(Request request, Response response) throws IOException {
    String path = request.path().replaceAll("/$", "");
    if (path.equals("/openapi/v2")) {
      version2(request, response);
      return true;
    }
    if (path.equals(V3)) {
      requireJson(request);
      new Answer(request, response).document(JSON, documents.index());
      return true;
    }
    Optional<Document> document =
        path.startsWith(V3 + "/")
            ? documents.v3(path.substring(V3.length() + 1))
            : Optional.empty();
    if (document.isEmpty()) {
      return false;
    }
    requireJson(request);
    version3(request, response, path, document.get());
    return true;
  }

  private void version2(Request request, Response response) throws IOException {
    Answer answer = new Answer(request, response);
    for (AcceptHeader.Range range : AcceptHeader.of(request.headers()).ranges()) {
      if (range.accepts(JSON)) {
        answer.document(JSON, documents.v2());
        return;
      }
      if (range.accepts(V2_PROTOBUF)) {
        answer.document(V2_PROTOBUF, documents.v2Protobuf());
        return;
      }
    }
    throw notAcceptable(JSON + ", " + V2_PROTOBUF);
  }

  private static void version3(Request request, Response response, String path, Document document)
      throws IOException {
    Answer answer = new Answer(request, response);
    Optional<String> hash = request.query().first("hash");
    if (hash.isPresent() && !hash.get().equals(document.hash())) {
      response.status(301).header("Location", path + "?hash=" + document.hash()).send();
      return;
    }
    if (hash.isPresent()) {
      response.header("Cache-Control", "public, immutable, max-age=31536000");
    }
    answer.document(JSON, document);
  }

  private static void requireJson(Request request) {
    if (AcceptHeader.of(request.headers()).ranges().stream()
        .noneMatch(range -> range.accepts(JSON))) {
      throw notAcceptable(JSON);
    }
  }

  private static StatusException notAcceptable(String accepted) {
    return new StatusException(
        StatusReason.NOT_ACCEPTABLE,
        "only the following media types are accepted: " + accepted,
        Optional.empty());
  }
}
