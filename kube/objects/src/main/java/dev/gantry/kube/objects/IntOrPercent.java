package dev.gantry.kube.objects;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// A number of things, or a share of them: `2` or `"25%"`.
public final class IntOrPercent {
  private static final Pattern PERCENT = Pattern.compile("[+-]?\\d{1,9}%");

  private IntOrPercent() {}

  public static boolean isPercent(JsonNode value) {
    return value.isString() && PERCENT.matcher(value.asString()).matches();
  }

  /// The percentage of a percent value.
  public static int percent(JsonNode value) {
    if (!isPercent(value)) {
      throw new InvalidArgumentException(
          "invalid value for IntOrString: invalid type: string is not a percentage");
    }
    String text = value.asString();
    return Integer.parseInt(text.substring(0, text.length() - 1));
  }

  /// The number that is meant when there are `total`, a share rounded up.
  ///
  /// @throws InvalidArgumentException when it is neither a number nor a percentage
  public static int roundedUp(JsonNode value, int total) {
    return value.isNumber()
        ? value.asInt()
        : (int) Math.ceilDiv((long) percent(value) * total, 100L);
  }

  /// The number that is meant when there are `total`, a share rounded down.
  ///
  /// @throws InvalidArgumentException when it is neither a number nor a percentage
  public static int roundedDown(JsonNode value, int total) {
    return value.isNumber()
        ? value.asInt()
        : (int) Math.floorDiv((long) percent(value) * total, 100L);
  }
}
