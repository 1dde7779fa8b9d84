package dev.gantry.kube.patch;

import dev.gantry.platform.json.Json;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One step of a path into an object, in the order in which upstream sorts siblings.
///
/// Spelled `f:replicas`, `k:{"name":"web"}`, `v:"finalizer"` or `i:0` in `FieldsV1`, and
/// `.replicas`, `[name="web"]`, `[="finalizer"]` or `[0]` in messages.
public sealed interface PathElement extends Comparable<PathElement> {

  /// A field of a structure or an entry of a map.
  record FieldName(String name) implements PathElement {
    @Override
    public String text() {
      return "f:" + name;
    }

    @Override
    public String message() {
      return "." + name;
    }
  }

  /// An element of a list that is told apart by the values of keys.
  ///
  /// @param fields sorted by name
  record Key(List<KeyField> fields) implements PathElement {
    private static final Comparator<KeyField> BY_NAME = Comparator.comparing(KeyField::name);

    public Key {
      fields = fields.size() == 1 ? List.copyOf(fields) : fields.stream().sorted(BY_NAME).toList();
    }

    @Override
    public String text() {
      ObjectNode json = Json.mapper().createObjectNode();
      fields.forEach(field -> json.set(field.name(), field.value()));
      return "k:" + Json.text(json);
    }

    @Override
    public String message() {
      return fields.stream()
          .map(field -> field.name() + "=" + Json.text(field.value()))
          .collect(Collectors.joining(",", "[", "]"));
    }
  }

  record KeyField(String name, JsonNode value) {}

  /// An element of a set.
  record Value(JsonNode value) implements PathElement {
    @Override
    public String text() {
      return "v:" + Json.text(value);
    }

    @Override
    public String message() {
      return "[=" + Json.text(value) + "]";
    }
  }

  /// An element of a list by its place.
  record Index(int index) implements PathElement {
    @Override
    public String text() {
      return "i:" + index;
    }

    @Override
    public String message() {
      return "[" + index + "]";
    }
  }

  /// As a key of `FieldsV1`.
  String text();

  /// As a part of a path in a message.
  String message();

  /// Reads a key of `FieldsV1`.
  ///
  /// @throws IllegalArgumentException when it is none
  static PathElement parse(String text) {
    if (text.length() < 2 || text.charAt(1) != ':') {
      throw new IllegalArgumentException("missing colon: " + text);
    }
    String rest = text.substring(2);
    try {
      return switch (text.charAt(0)) {
        case 'f' -> new FieldName(rest);
        case 'k' -> key(Json.mapper().readTree(rest));
        case 'v' -> new Value(Json.mapper().readTree(rest));
        case 'i' -> new Index(Integer.parseInt(rest));
        default -> throw new IllegalArgumentException("unknown path element: " + text);
      };
    } catch (JacksonException e) {
      throw new IllegalArgumentException("malformed path element: " + text, e);
    }
  }

  private static Key key(JsonNode json) {
    if (!json.isObject() || json.isEmpty()) {
      throw new IllegalArgumentException("expected an object of keys");
    }
    return new Key(
        json.properties().stream().map(e -> new KeyField(e.getKey(), e.getValue())).toList());
  }

  @Override
  default int compareTo(PathElement other) {
    return switch (this) {
      case FieldName(String name) when other instanceof FieldName(String name2) ->
          name.compareTo(name2);
      case Key(List<KeyField> fields) when other instanceof Key(List<KeyField> fields2) ->
          compare(fields, fields2);
      case Value(JsonNode value) when other instanceof Value(JsonNode value2) ->
          Values.compare(value, value2);
      case Index(int index) when other instanceof Index(int index2) ->
          Integer.compare(index, index2);
      default -> Integer.compare(rank(this), rank(other));
    };
  }

  private static int rank(PathElement element) {
    return switch (element) {
      case FieldName _ -> 0;
      case Key _ -> 1;
      case Value _ -> 2;
      case Index _ -> 3;
    };
  }

  private static int compare(List<KeyField> a, List<KeyField> b) {
    for (int i = 0; i < a.size() && i < b.size(); i++) {
      int order = a.get(i).name().compareTo(b.get(i).name());
      if (order == 0) {
        order = Values.compare(a.get(i).value(), b.get(i).value());
      }
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.size(), b.size());
  }
}
