package dev.gantry.kube.apiserver;

import dev.gantry.platform.http.Headers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a client would take, the most wanted first.
record AcceptHeader(List<Range> ranges) {

  /// One alternative: a media type, possibly with wildcards, and its parameters.
  record Range(String type, Map<String, String> parameters, double quality) {
    boolean accepts(String mediaType) {
      int slash = mediaType.indexOf('/');
      return type.equals(mediaType)
          || type.equals("*/*")
          || type.equals(mediaType.substring(0, slash) + "/*");
    }

    String parameter(String name) {
      return parameters.getOrDefault(name, "");
    }
  }

  AcceptHeader {
    ranges = List.copyOf(ranges);
  }

  static AcceptHeader of(Headers headers) {
    List<Range> ranges = new ArrayList<>();
    for (String line : headers.all("Accept")) {
      for (String part : line.split(",", -1)) {
        if (!part.isBlank()) {
          ranges.add(range(part));
        }
      }
    }
    if (ranges.isEmpty()) {
      ranges.add(new Range("*/*", Map.of(), 1));
    }
    ranges.sort(Comparator.comparingDouble(Range::quality).reversed());
    return new AcceptHeader(ranges);
  }

  private static Range range(String text) {
    String[] parts = text.split(";", -1);
    Map<String, String> parameters = new HashMap<>();
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      if (equals > 0) {
        parameters.put(
            parts[i].substring(0, equals).strip().toLowerCase(Locale.ROOT),
            parts[i].substring(equals + 1).strip());
      }
    }
    return new Range(parts[0].strip().toLowerCase(Locale.ROOT), parameters, quality(parameters));
  }

  private static double quality(Map<String, String> parameters) {
    String text = parameters.getOrDefault("q", "1");
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
