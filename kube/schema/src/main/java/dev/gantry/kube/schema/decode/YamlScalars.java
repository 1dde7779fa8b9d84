package dev.gantry.kube.schema.decode;

import java.math.BigInteger;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// What plain YAML scalars mean to Kubernetes, whose YAML is of version 1.1: `yes` and `on` are
/// booleans, `0644` is octal. Timestamps stay strings.
final class YamlScalars {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
  private static final Set<String> TRUE =
      Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
  private static final Set<String> FALSE =
      Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
  private static final Pattern INTEGER =
      Pattern.compile("[-+]?(0[bB][01]+|0[xX][0-9a-fA-F]+|0[oO]?[0-7]+|0|[1-9][0-9]*)");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final Pattern NOT_FINITE =
      Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");
  private static final Map<String, Integer> RADIX = Map.of("0b", 2, "0x", 16, "0o", 8);
  private static final BigInteger MOST = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);
  private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);

  private YamlScalars() {}

  static JsonNode plain(String text) {
    if (NULL.contains(text)) {
      return NODES.nullNode();
    }
    if (TRUE.contains(text) || FALSE.contains(text)) {
      return NODES.booleanNode(TRUE.contains(text));
    }
    if ("+-.0123456789".indexOf(text.charAt(0)) < 0) {
      return NODES.stringNode(text);
    }
    return numeric(text);
  }

  private static JsonNode numeric(String text) {
    if (NOT_FINITE.matcher(text).matches()) {
      throw new UnreadableException("error converting YAML to JSON: unsupported value: " + text);
    }
    String digits = text.replace("_", "");
    if (INTEGER.matcher(digits).matches()) {
      BigInteger value = integer(digits);
      if (value.bitLength() < Integer.SIZE) {
        return NODES.numberNode(value.intValue());
      }
      if (value.bitLength() < Long.SIZE) {
        return NODES.numberNode(value.longValue());
      }
      if (value.compareTo(LEAST) >= 0 && value.compareTo(MOST) <= 0) {
        return NODES.numberNode(value);
      }
    }
    if (FLOAT.matcher(digits).matches()) {
      return number(Double.parseDouble(digits));
    }
    return NODES.stringNode(text);
  }

  /// A number without a fraction is an integer in JSON, whatever it was in YAML.
  private static JsonNode number(double value) {
    if (!Double.isFinite(value)) {
      throw new UnreadableException("error converting YAML to JSON: unsupported value: " + value);
    }
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? NODES.numberNode((long) value)
        : NODES.numberNode(value);
  }

  private static BigInteger integer(String digits) {
    boolean signed = digits.startsWith("-") || digits.startsWith("+");
    String sign = digits.startsWith("-") ? "-" : "";
    String magnitude = signed ? digits.substring(1) : digits;
    if (magnitude.length() > 2) {
      Integer radix = RADIX.get(magnitude.substring(0, 2).toLowerCase(java.util.Locale.ROOT));
      if (radix != null) {
        return new BigInteger(sign + magnitude.substring(2), radix);
      }
    }
    boolean octal = magnitude.length() > 1 && magnitude.startsWith("0");
    return new BigInteger(sign + magnitude, octal ? 8 : 10);
  }
}
