package dev.gantry.kube.schema.openapi;

import dev.gantry.kube.objects.GroupVersion;
import dev.gantry.kube.schema.Document;
import dev.gantry.kube.schema.Kind;
import dev.gantry.kube.schema.Kinds;
import dev.gantry.kube.schema.ObjectType;
import dev.gantry.platform.json.Json;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The OpenAPI documents of one snapshot of kinds. Each is made when it is first asked for, and
/// kept compressed.
///
/// Version 3 has an index and a document a group version; version 2 is one document of
/// everything, which clients before 1.27 read, as JSON or in protobuf.
public final class OpenApi {
  /// How clients ask for version 2 in protobuf.
  public static final String PROTOBUF_ASKED =
      "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";

  /// How it is answered: the media type that is asked for is none, and Go refuses to read it.
  public static final String PROTOBUF_ANSWERED =
      "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

  private static final String TITLE = "Kubernetes";

  private final Kinds kinds;
  private final String version;
  private final Map<String, Document> made = new ConcurrentHashMap<>();

  /// @param version of the API, as `/version` says it
  public OpenApi(Kinds kinds, String version) {
    this.kinds = kinds;
    this.version = version;
  }

  /// `GET /openapi/v3`: the paths of the documents, with their hashes. Makes all of them.
  public Document index() {
    return once(
        "index",
        () -> {
          ObjectNode index = Json.mapper().createObjectNode();
          ObjectNode paths = index.putObject("paths");
          documents()
              .forEach(
                  (path, document) ->
                      paths
                          .putObject(path)
                          .put(
                              "serverRelativeURL",
                              "/openapi/v3/" + path + "?hash=" + document.hash()));
          return Json.bytes(index);
        });
  }

  /// `GET /openapi/v3/PATH` with a path such as `api/v1` or `apis/apps/v1`.
  public Optional<Document> v3(String path) {
    return kinds.groupVersions().stream()
        .filter(groupVersion -> path(groupVersion).equals(path))
        .findFirst()
        .map(groupVersion -> v3(groupVersion, Optional.empty()));
  }

  /// `GET /openapi/v2` as JSON.
  public Document v2() {
    return once("v2", () -> Json.bytes(v2Tree()));
  }

  /// `GET /openapi/v2` in protobuf, for clients that ask for [#PROTOBUF_ASKED].
  public Document v2Protobuf() {
    return once("v2 protobuf", () -> ProtobufDocument.of(v2Tree()));
  }

  private interface Maker {
    byte[] make();
  }

  private Document once(String name, Maker maker) {
    Document known = made.get(name);
    if (known == null) {
      // Two may make it at once; they make the same, and nobody waits inside the map.
      known = Document.of(maker.make());
      made.put(name, known);
    }
    return known;
  }

  private static String path(GroupVersion groupVersion) {
    return (groupVersion.group().isEmpty() ? "api/" : "apis/") + groupVersion.text();
  }

  private Map<String, Document> documents() {
    Optional<Descriptions> descriptions = Optional.of(Descriptions.load());
    Map<String, Document> documents = new LinkedHashMap<>();
    for (GroupVersion groupVersion : kinds.groupVersions()) {
      documents.put(path(groupVersion), v3(groupVersion, descriptions));
    }
    return documents;
  }

  private Document v3(GroupVersion groupVersion, Optional<Descriptions> descriptions) {
    return once(
        path(groupVersion),
        () -> {
          List<Kind> served = kinds.in(groupVersion);
          ObjectNode document = Json.mapper().createObjectNode().put("openapi", "3.0.0");
          document.putObject("info").put("title", TITLE).put("version", version);
          document.set("paths", new Paths(kinds, Dialect.V3).of(served));
          ObjectNode components = document.putObject("components");
          components.set(
              "schemas", schemas(Dialect.V3, descriptions.orElseGet(Descriptions::load), served));
          components
              .putObject("securitySchemes")
              .putObject("BearerToken")
              .put("type", "apiKey")
              .put("name", "authorization")
              .put("in", "header");
          return Json.bytes(document);
        });
  }

  private ObjectNode v2Tree() {
    ObjectNode document = Json.mapper().createObjectNode().put("swagger", "2.0");
    document.putObject("info").put("title", TITLE).put("version", version);
    document.set("paths", new Paths(kinds, Dialect.V2).of(kinds.all()));
    document.set("definitions", schemas(Dialect.V2, Descriptions.load(), kinds.all()));
    return document;
  }

  private ObjectNode schemas(Dialect dialect, Descriptions descriptions, Collection<Kind> served) {
    Map<String, ObjectType> roots = new LinkedHashMap<>();
    for (Kind kind : served) {
      roots.put(kind.type().name(), kind.type());
      KindMarks.listType(kinds, kind).ifPresent(list -> roots.put(list.name(), list));
      for (Kind.Subresource subresource : kind.subresources()) {
        kinds
            .find(subresource.kind())
            .map(Kind::type)
            .filter(type -> type.find("kind").isPresent())
            .ifPresent(type -> roots.put(type.name(), type));
      }
    }
    for (String name : List.of("DeleteOptions", "Patch", "Status", "WatchEvent")) {
      kinds.findType(KindMarks.META + name).ifPresent(type -> roots.put(type.name(), type));
    }
    Map<String, ArrayNode> marks = KindMarks.of(kinds);
    return new Schemas(dialect, descriptions, marks).of(roots.values());
  }
}
