package dev.gantry.oci.content;

import java.util.Map;
import java.util.Optional;

/// A condition on labels: a name that must be present, with this value if one is given.
public record LabelFilter(String name, Optional<String> value) {
  /// Reads `name` or `name=value`.
  public static LabelFilter parse(String text) {
    int equals = text.indexOf('=');
    return equals < 0
        ? new LabelFilter(text, Optional.empty())
        : new LabelFilter(text.substring(0, equals), Optional.of(text.substring(equals + 1)));
  }

  public boolean matches(Map<String, String> labels) {
    var actual = labels.get(name);
    return actual != null && value.map(actual::equals).orElse(true);
  }
}
