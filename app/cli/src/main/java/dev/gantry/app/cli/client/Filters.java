package dev.gantry.app.cli.client;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The `--filter` arguments of a command, in the shape the API takes.
public final class Filters {
  private final Map<String, Map<String, Boolean>> values = new TreeMap<>();

  /// From `key=value` arguments, which the parser has checked.
  public static Filters of(List<String> arguments) {
    Filters filters = new Filters();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      String key = argument.substring(0, equals).strip().toLowerCase(Locale.ROOT);
      filters.add(key, argument.substring(equals + 1).strip());
    }
    return filters;
  }

  public Filters add(String key, String value) {
    values.computeIfAbsent(key, _ -> new TreeMap<>()).put(value, true);
    return this;
  }

  public boolean has(String key) {
    return values.containsKey(key);
  }

  public boolean isEmpty() {
    return values.isEmpty();
  }

  String json() {
    return Json.text(values);
  }
}
