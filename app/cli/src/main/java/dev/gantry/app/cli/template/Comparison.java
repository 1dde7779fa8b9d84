package dev.gantry.app.cli.template;

import dev.gantry.app.cli.client.JsonNumber;
import java.util.List;

/// `eq`, `ne`, `lt`, `le`, `gt`, `ge`.
final class Comparison {
  private Comparison() {}

  static boolean compare(String name, List<Object> args) {
    if (args.size() < 2 || (args.size() > 2 && !name.equals("eq"))) {
      throw new IllegalArgumentException("missing argument for comparison");
    }
    Object left = args.getFirst();
    return switch (name) {
      case "eq" -> args.subList(1, args.size()).stream().anyMatch(right -> equal(left, right));
      case "ne" -> !equal(left, args.get(1));
      case "lt" -> order(left, args.get(1)) < 0;
      case "le" -> order(left, args.get(1)) <= 0;
      case "gt" -> order(left, args.get(1)) > 0;
      default -> order(left, args.get(1)) >= 0;
    };
  }

  private static boolean equal(Object left, Object right) {
    if (left instanceof GoNil || right instanceof GoNil) {
      return left instanceof GoNil && right instanceof GoNil;
    }
    if (left instanceof Boolean && right instanceof Boolean) {
      return left.equals(right);
    }
    return order(left, right) == 0;
  }

  private static int order(Object left, Object right) {
    if (left instanceof String a && right instanceof String b) {
      return a.compareTo(b);
    }
    if (left instanceof Long a && right instanceof Long b) {
      return Long.compare(a, b);
    }
    if (isDecimal(left) && isDecimal(right)) {
      return Double.compare(decimal(left), decimal(right));
    }
    throw new IllegalArgumentException("incompatible types for comparison");
  }

  private static boolean isDecimal(Object value) {
    return value instanceof Double || value instanceof JsonNumber;
  }

  private static double decimal(Object value) {
    return value instanceof JsonNumber number ? number.doubleValue() : (Double) value;
  }
}
