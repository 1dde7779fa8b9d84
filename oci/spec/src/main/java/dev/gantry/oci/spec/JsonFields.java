package dev.gantry.oci.spec;

import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;

/// The fields of one object of a foreign document. A field that is absent or `null` has the empty
/// value of its type, as for programs in Go; one of another type is refused, with its path.
final class JsonFields {
  private final String what;
  private final JsonNode object;

  private JsonFields(String what, JsonNode object) {
    this.what = what;
    this.object = object;
  }

  /// Parses `document`, which must be one object no larger than `maxSize` and without two fields
  /// of one name.
  static JsonFields parse(String what, byte[] document, int maxSize) {
    if (document.length > maxSize) {
      throw new InvalidArgumentException(
          what + ": " + document.length + " bytes, more than the limit of " + maxSize);
    }
    try {
      var tree =
          Json.mapper()
              .reader()
              .with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
              .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
              .readTree(document);
      if (!tree.isObject()) {
        throw new InvalidArgumentException(what + ": not a JSON object");
      }
      return new JsonFields(what, tree);
    } catch (JacksonException e) {
      throw new InvalidArgumentException(what + ": invalid JSON: " + e.getOriginalMessage(), e);
    }
  }

  /// Refuses fields that differ from one of `names` only by case: Go would read them, others not.
  void refuseOtherSpellings(Set<String> names) {
    for (var present : object.propertyNames()) {
      for (var name : names) {
        if (!present.equals(name)
            && present.toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
          throw new InvalidArgumentException(
              what + ": field \"" + present + "\" must be spelled \"" + name + "\"");
        }
      }
    }
  }

  boolean has(String name) {
    var node = object.get(name);
    return node != null && !node.isNull();
  }

  boolean isString(String name) {
    var node = object.get(name);
    return node != null && node.isString();
  }

  String string(String name) {
    return find(name, JsonNode::isString, "a string").map(JsonNode::stringValue).orElse("");
  }

  Optional<String> optionalString(String name) {
    return Optional.of(string(name)).filter(value -> !value.isEmpty());
  }

  String requiredString(String name) {
    return optionalString(name).orElseThrow(() -> fail(name, "is missing"));
  }

  boolean bool(String name) {
    return find(name, JsonNode::isBoolean, "true or false")
        .map(JsonNode::booleanValue)
        .orElse(false);
  }

  long number(String name) {
    return find(name, node -> node.isIntegralNumber() && node.canConvertToLong(), "an integer")
        .map(JsonNode::longValue)
        .orElse(0L);
  }

  List<String> strings(String name) {
    var result = new ArrayList<String>();
    for (var element : elements(name)) {
      if (!element.isString()) {
        throw fail(name, "is not an array of strings");
      }
      result.add(element.stringValue());
    }
    return result;
  }

  SortedMap<String, String> stringMap(String name) {
    var result = new TreeMap<String, String>();
    object(name)
        .ifPresent(
            fields -> {
              for (var key : fields.object.propertyNames()) {
                result.put(key, fields.string(key));
              }
            });
    return result;
  }

  /// The keys of an object whose values mean nothing, Go's way to write a set.
  List<String> keys(String name) {
    return object(name).map(o -> List.copyOf(o.object.propertyNames())).orElse(List.of());
  }

  Optional<JsonFields> object(String name) {
    return find(name, JsonNode::isObject, "an object")
        .map(node -> new JsonFields(what + ": " + name, node));
  }

  List<JsonFields> objects(String name) {
    var result = new ArrayList<JsonFields>();
    for (var element : elements(name)) {
      if (!element.isObject()) {
        throw fail(name, "is not an array of objects");
      }
      result.add(new JsonFields(what + ": " + name + "[" + result.size() + "]", element));
    }
    return result;
  }

  /// Converts a present string with a parser that throws [InvalidArgumentException].
  <T> T parsed(String name, Function<String, T> parser) {
    var text = requiredString(name);
    try {
      return parser.apply(text);
    } catch (InvalidArgumentException e) {
      throw new InvalidArgumentException(what + ": " + name + ": " + e.getMessage(), e);
    }
  }

  InvalidArgumentException fail(String name, String problem) {
    return new InvalidArgumentException(what + ": field \"" + name + "\" " + problem);
  }

  private Iterable<JsonNode> elements(String name) {
    return find(name, JsonNode::isArray, "an array")
        .<Iterable<JsonNode>>map(n -> n)
        .orElse(List.of());
  }

  private Optional<JsonNode> find(String name, Function<JsonNode, Boolean> shape, String expected) {
    var node = object.get(name);
    if (node == null || node.isNull()) {
      return Optional.empty();
    }
    if (!shape.apply(node)) {
      throw fail(name, "is not " + expected);
    }
    return Optional.of(node);
  }
}
