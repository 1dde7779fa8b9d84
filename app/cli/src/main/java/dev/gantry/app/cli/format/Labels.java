package dev.gantry.app.cli.format;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Labels in one line.
public final class Labels {
  private Labels() {}

  /// In the order of their names.
  public static String join(Map<String, String> labels) {
    return new TreeMap<>(labels)
        .entrySet().stream()
            .map(label -> label.getKey() + "=" + label.getValue())
            .collect(Collectors.joining(","));
  }
}
