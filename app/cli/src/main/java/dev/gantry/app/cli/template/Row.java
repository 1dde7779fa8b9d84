package dev.gantry.app.cli.template;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/// A line of a listing as a template sees it: named fields, and labels to ask for.
public final class Row {
  private final String type;
  private final Map<String, Object> fields = new TreeMap<>();
  private Map<String, String> labels = Map.of();

  /// A row of a named Go type, which appears in error messages.
  public Row(String type) {
    this.type = type;
  }

  public Row with(String name, Object value) {
    fields.put(name, value);
    return this;
  }

  /// A field that is worked out only when a template asks for it.
  public Row later(String name, Supplier<String> value) {
    fields.put(name, value);
    return this;
  }

  /// Makes `.Label "key"` answer from these.
  public Row withLabels(Map<String, String> known) {
    labels = known;
    return this;
  }

  String type() {
    return type;
  }

  /// The fields in the order of their names.
  Map<String, Object> fields() {
    fields.replaceAll((_, value) -> value instanceof Supplier<?> later ? later.get() : value);
    return fields;
  }

  /// The names of the fields.
  public Set<String> names() {
    return fields.keySet();
  }

  /// The value of a field, if there is one of that name.
  Optional<Object> find(String name) {
    Object value = fields.get(name);
    return Optional.ofNullable(value instanceof Supplier<?> later ? later.get() : value);
  }

  String label(String key) {
    return labels.getOrDefault(key, "");
  }
}
