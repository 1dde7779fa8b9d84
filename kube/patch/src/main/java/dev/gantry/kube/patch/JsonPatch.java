package dev.gantry.kube.patch;

import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.objects.StatusReason;
import dev.gantry.platform.json.Json;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// JSON patches, RFC 6902: a list of operations of which all or none take effect.
public final class JsonPatch {
  private static final int MAX_OPERATIONS = 10_000;

  /// What `copy` operations may add together: few of them can double a document many times.
  private static final int MAX_COPIED_CHARACTERS = 3 * 1024 * 1024;

  private JsonNode document;
  private int copied;

  private JsonPatch(JsonNode document) {
    this.document = document;
  }

  /// A new tree; neither argument is changed or shared.
  ///
  /// @throws StatusException BadRequest when the patch is not a list of operations; Invalid, in
  ///     upstream's words that name no operation, when one of them cannot be done; the cause says
  ///     which
  public static ObjectNode apply(ObjectNode target, JsonNode patch) {
    if (!(patch instanceof ArrayNode operations)) {
      throw StatusException.badRequest(
          "json: cannot unmarshal " + kindOf(patch) + " into Go value of type jsonpatch.Patch");
    }
    if (operations.size() > MAX_OPERATIONS) {
      throw new StatusException(
          StatusReason.REQUEST_ENTITY_TOO_LARGE,
          "The allowed maximum operations in a JSON patch is %d, got %d"
              .formatted(MAX_OPERATIONS, operations.size()),
          Optional.empty());
    }
    JsonPatch patching = new JsonPatch(target.deepCopy());
    for (JsonNode operation : operations) {
      if (!operation.isObject()) {
        throw StatusException.badRequest(
            "json: cannot unmarshal "
                + kindOf(operation)
                + " into Go value of type jsonpatch.Operation");
      }
      try {
        patching.run(operation);
      } catch (IllegalArgumentException e) {
        throw refused(e);
      }
    }
    if (patching.document instanceof ObjectNode result) {
      return result;
    }
    throw refused(new IllegalArgumentException("the document is no object any more"));
  }

  private static StatusException refused(IllegalArgumentException problem) {
    StatusException refusal =
        new StatusException(
            StatusReason.INVALID,
            "the server rejected our request due to an error in our request",
            Optional.of(new StatusException.Details("", "", "", "", java.util.List.of())));
    refusal.initCause(problem);
    return refusal;
  }

  private static String kindOf(JsonNode json) {
    return switch (json.getNodeType()) {
      case OBJECT -> "object";
      case ARRAY -> "array";
      case STRING -> "string";
      case NUMBER -> "number";
      case BOOLEAN -> "bool";
      case NULL, MISSING, BINARY, POJO -> "null";
    };
  }

  private void run(JsonNode operation) {
    String name = operation.path("op").asString("");
    JsonPointer path = pointer(operation, "path");
    switch (name) {
      case "add" -> add(path, value(operation));
      case "remove" -> {
        remove(path, name);
      }
      case "replace" -> {
        present(path, name);
        replace(path, value(operation));
      }
      case "move" -> {
        JsonPointer from = pointer(operation, "from");
        if (path.isBelow(from)) {
          throw new IllegalArgumentException("move operation does not apply: into itself");
        }
        add(path, remove(from, name));
      }
      case "copy" -> add(path, copy(present(pointer(operation, "from"), name)));
      case "test" -> test(path, operation);
      default -> throw new IllegalArgumentException("Unexpected kind: " + name);
    }
  }

  private static JsonPointer pointer(JsonNode operation, String field) {
    JsonNode text = operation.path(field);
    if (!text.isString()) {
      throw new IllegalArgumentException("failed to decode '" + field + "': missing value");
    }
    return JsonPointer.parse(text.stringValue());
  }

  private static JsonNode value(JsonNode operation) {
    JsonNode value = operation.get("value");
    if (value == null) {
      throw new IllegalArgumentException("missing value");
    }
    return value.deepCopy();
  }

  private JsonNode present(JsonPointer path, String operation) {
    JsonNode found = path.find(document);
    if (found.isMissingNode()) {
      throw new IllegalArgumentException(
          "%s operation does not apply: doc is missing path: \"%s\": missing value"
              .formatted(operation, path));
    }
    return found;
  }

  private void add(JsonPointer path, JsonNode value) {
    if (path.isWhole()) {
      document = value;
      return;
    }
    switch (path.parent().find(document)) {
      case ObjectNode object -> object.set(path.last(), value);
      case ArrayNode array when path.last().equals("-") -> array.add(value);
      case ArrayNode array -> array.insert(JsonPointer.index(path.last(), array.size()), value);
      default ->
          throw new IllegalArgumentException(
              "add operation does not apply: doc is missing path: \"%s\": missing value"
                  .formatted(path));
    }
  }

  private void replace(JsonPointer path, JsonNode value) {
    if (path.isWhole()) {
      document = value;
    } else if (path.parent().find(document) instanceof ArrayNode array) {
      array.set(JsonPointer.index(path.last(), array.size() - 1), value);
    } else {
      add(path, value);
    }
  }

  private JsonNode remove(JsonPointer path, String operation) {
    JsonNode removed = present(path, operation);
    if (path.isWhole()) {
      document = Json.mapper().nullNode();
    } else if (path.parent().find(document) instanceof ArrayNode array) {
      array.remove(JsonPointer.index(path.last(), array.size() - 1));
    } else if (path.parent().find(document) instanceof ObjectNode object) {
      object.remove(path.last());
    }
    return removed;
  }

  private JsonNode copy(JsonNode value) {
    copied += Json.text(value).length();
    if (copied > MAX_COPIED_CHARACTERS) {
      throw new IllegalArgumentException(
          "Unable to complete the copy, the accumulated size increase of copy is %d, exceeding "
                  .formatted(copied)
              + "the limit "
              + MAX_COPIED_CHARACTERS);
    }
    return value.deepCopy();
  }

  /// A missing value equals null.
  private void test(JsonPointer path, JsonNode operation) {
    JsonNode found = path.find(document);
    JsonNode expected = operation.path("value");
    boolean absent = Values.isAbsent(found);
    boolean passed =
        absent == Values.isAbsent(expected) && (absent || Values.same(found, expected));
    if (!passed) {
      throw new IllegalArgumentException("testing path %s failed: test failed".formatted(path));
    }
  }
}
