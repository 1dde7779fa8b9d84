package dev.gantry.platform.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The decoded query parameters of a request, in order, repetitions included.
public final class Query {
  private final Map<String, List<String>> values;

  private Query(Map<String, List<String>> values) {
    this.values = values;
  }

  /// Reads the part of a request target after the question mark.
  ///
  /// @throws HttpException with status 400 when a percent escape is malformed
  public static Query parse(String raw) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String pair : raw.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      values
          .computeIfAbsent(PercentEncoding.decodeQuery(name), _ -> new ArrayList<>())
          .add(PercentEncoding.decodeQuery(value));
    }
    return new Query(values);
  }

  /// The first value of a parameter; empty when it is absent, the empty string for `?name`.
  public Optional<String> first(String name) {
    return Optional.ofNullable(values.get(name)).map(List::getFirst);
  }

  /// All values of a repeated parameter.
  public List<String> all(String name) {
    return List.copyOf(values.getOrDefault(name, List.of()));
  }

  public boolean has(String name) {
    return values.containsKey(name);
  }

  public Set<String> names() {
    return Set.copyOf(values.keySet());
  }
}
