package dev.gantry.app.cli.command;

import dev.gantry.app.cli.client.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// `--ulimit`.
public final class Ulimit {
  private Ulimit() {}

  /// All limits in the order of their names; the last one of a name counts.
  public static List<JsonObject> parseAll(List<String> specs) {
    Map<String, JsonObject> limits = new TreeMap<>();
    for (String spec : specs) {
      JsonObject limit = parse(spec);
      limits.put(limit.string("Name"), limit);
    }
    return List.copyOf(limits.values());
  }

  /// `name=soft[:hard]`.
  public static JsonObject parse(String spec) {
    int equals = spec.indexOf('=');
    String[] limits = spec.substring(equals + 1).split(":", -1);
    if (equals <= 0 || limits.length > 2) {
      throw new IllegalArgumentException("invalid ulimit argument: " + spec);
    }
    long soft = limit(limits[0]);
    long hard = limits.length == 2 ? limit(limits[1]) : soft;
    if (hard != -1 && (soft == -1 || soft > hard)) {
      throw new IllegalArgumentException(
          "ulimit soft limit must be less than or equal to hard limit: " + soft + " > " + hard);
    }
    return JsonObject.create()
        .with("Name", spec.substring(0, equals))
        .with("Hard", hard)
        .with("Soft", soft);
  }

  private static long limit(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException _) {
      throw new IllegalArgumentException(
          "strconv.ParseInt: parsing \"" + text + "\": invalid syntax");
    }
  }
}
