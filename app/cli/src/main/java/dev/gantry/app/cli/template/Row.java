package dev.gantry.app.cli.template;

import java.util.Map;
import java.util.TreeMap;

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

  /// Makes `.Label "key"` answer from these.
  public Row withLabels(Map<String, String> known) {
    labels = known;
    return this;
  }

  String type() {
    return type;
  }

  /// The fields in the order of their names.
  public Map<String, Object> fields() {
    return fields;
  }

  String label(String key) {
    return labels.getOrDefault(key, "");
  }
}
