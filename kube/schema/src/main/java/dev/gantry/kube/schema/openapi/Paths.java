package dev.gantry.kube.schema.openapi;

import dev.gantry.kube.schema.Kind;
import dev.gantry.kube.schema.Kinds;
import dev.gantry.platform.json.Json;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes the paths of kinds: which requests there are and what they take. Clients look up whether
/// a kind can be patched strategically, and whether a request takes `fieldValidation` or `dryRun`.
final class Paths {
  private static final List<String> PRODUCED =
      List.of("application/json", "application/yaml", "application/vnd.kubernetes.protobuf");
  private static final List<String> PATCHES =
      List.of(
          "application/json-patch+json",
          "application/merge-patch+json",
          "application/strategic-merge-patch+json",
          "application/apply-patch+yaml");

  private final Kinds kinds;
  private final Dialect dialect;

  Paths(Kinds kinds, Dialect dialect) {
    this.kinds = kinds;
    this.dialect = dialect;
  }

  ObjectNode of(Collection<Kind> some) {
    TreeMap<String, ObjectNode> paths = new TreeMap<>();
    for (Kind kind : some) {
      for (Operations operation : Operations.of(kinds, kind)) {
        ObjectNode path = paths.computeIfAbsent(operation.path(), this::path);
        path.set(operation.method(), operation(kind, operation));
      }
    }
    ObjectNode all = Json.mapper().createObjectNode();
    paths.forEach(all::set);
    return all;
  }

  private ObjectNode path(String path) {
    ObjectNode node = Json.mapper().createObjectNode();
    ArrayNode parameters = node.putArray("parameters");
    for (String name : List.of("name", "namespace")) {
      if (path.contains("{" + name + "}")) {
        Parameters.addPathPart(parameters, name, dialect);
      }
    }
    Parameters.PRETTY.addTo(parameters, dialect);
    return node;
  }

  private ObjectNode operation(Kind kind, Operations operation) {
    ObjectNode node = Json.mapper().createObjectNode();
    node.putArray("tags").add(kind.group().isEmpty() ? "core_v1" : tag(kind));
    node.put("operationId", operation.id());
    ArrayNode parameters = node.putArray("parameters");
    Parameters.of(operation).forEach(parameter -> parameter.addTo(parameters, dialect));
    if (dialect == Dialect.V2) {
      strings(node.putArray("produces"), PRODUCED);
      strings(node.putArray("consumes"), operation.isPatch() ? patches(kind) : List.of("*/*"));
    }
    if (!operation.body().isEmpty()) {
      body(node, parameters, kind, operation);
    }
    responses(node.putObject("responses"), operation);
    node.put("x-kubernetes-action", operation.action());
    node.set("x-kubernetes-group-version-kind", KindMarks.one(operation.kind()));
    return node;
  }

  private static String tag(Kind kind) {
    return kind.group().replaceFirst("[.].*", "") + "_" + kind.version();
  }

  /// A kind that is not built in has no merge keys: clients see from the absence of the strategic
  /// merge patch that they must send another.
  private static List<String> patches(Kind kind) {
    return kind.type().name().startsWith("io.k8s.")
        ? PATCHES
        : PATCHES.stream().filter(type -> !type.contains("strategic")).toList();
  }

  private void body(ObjectNode node, ArrayNode parameters, Kind kind, Operations operation) {
    boolean required = !operation.method().equals("delete");
    if (dialect == Dialect.V2) {
      ObjectNode body = parameters.addObject().put("name", "body").put("in", "body");
      if (required) {
        body.put("required", true);
      }
      refer(body.putObject("schema"), operation.body());
      return;
    }
    ObjectNode body = node.putObject("requestBody");
    ObjectNode content = body.putObject("content");
    for (String type : operation.isPatch() ? patches(kind) : List.of("*/*")) {
      refer(content.putObject(type).putObject("schema"), operation.body());
    }
    if (required) {
      body.put("required", true);
    }
  }

  private void responses(ObjectNode responses, Operations operation) {
    response(responses.putObject("200").put("description", "OK"), operation);
    if (operation.action().equals("post")
        || operation.isPatch()
        || operation.method().equals("put")) {
      response(responses.putObject("201").put("description", "Created"), operation);
    }
    responses.putObject("401").put("description", "Unauthorized");
  }

  private void response(ObjectNode response, Operations operation) {
    if (dialect == Dialect.V2) {
      refer(response.putObject("schema"), operation.answer());
      return;
    }
    ObjectNode content = response.putObject("content");
    for (String type : PRODUCED) {
      refer(content.putObject(type).putObject("schema"), operation.answer());
    }
  }

  private void refer(ObjectNode schema, String definition) {
    schema.put("$ref", dialect.reference(definition));
  }

  private static void strings(ArrayNode array, List<String> values) {
    values.forEach(array::add);
  }
}
