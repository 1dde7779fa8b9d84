package dev.gantry.app.cli.template;

import dev.gantry.app.cli.client.Json;
import dev.gantry.app.cli.client.JsonNull;
import dev.gantry.app.cli.client.JsonObject;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Values as Go's fmt prints them.
final class GoPrint {
  private GoPrint() {}

  static String print(Object value) {
    if (value instanceof String text) {
      return text;
    } else if (value instanceof GoNil nil) {
      return nil.printed();
    } else if (value instanceof JsonObject object) {
      return object(object);
    } else if (value instanceof List<?> list) {
      return list(list);
    } else if (value instanceof Double number) {
      return decimal(number);
    } else if (value instanceof Row row) {
      return row.fields().values().toString();
    }
    return value == JsonNull.NULL ? GoNil.POINTER.printed() : String.valueOf(value);
  }

  private static String list(List<?> list) {
    StringBuilder out = new StringBuilder("[");
    for (Object item : list) {
      out.append(out.length() > 1 ? " " : "").append(print(item));
    }
    return out.append(']').toString();
  }

  /// A port binding is the one struct that people print; all others read like maps.
  private static String object(JsonObject object) {
    Map<String, Object> fields = new TreeMap<>(object.fields());
    boolean binding = fields.size() == 2 && fields.containsKey("HostPort");
    StringBuilder out = new StringBuilder(binding ? "{" : "map[");
    String separator = "";
    for (Map.Entry<String, Object> field : fields.entrySet()) {
      out.append(separator).append(binding ? "" : field.getKey() + ":");
      out.append(print(field.getValue()));
      separator = " ";
    }
    return out.append(binding ? "}" : "]").toString();
  }

  private static String decimal(double number) {
    double size = Math.abs(number);
    if (size != 0 && (size < 1e-4 || size >= 1e21)) {
      return String.valueOf(number).replace("E-", "e-0").replace("E", "e+");
    }
    String plain = new BigDecimal(String.valueOf(number)).toPlainString();
    return plain.endsWith(".0") ? plain.substring(0, plain.length() - 2) : plain;
  }

  /// JSON the way `{{json .}}` writes it.
  static String json(Object value) {
    return Json.text(plain(value));
  }

  private static Object plain(Object value) {
    return switch (value) {
      case GoNil _ -> JsonNull.NULL;
      case Row row -> new JsonObject(plainMap(row.fields()));
      case JsonObject object -> new JsonObject(plainMap(object.fields()));
      case List<?> list -> list.stream().map(GoPrint::plain).toList();
      default -> value;
    };
  }

  private static Map<String, Object> plainMap(Map<String, Object> map) {
    Map<String, Object> copy = new java.util.LinkedHashMap<>();
    map.forEach((key, item) -> copy.put(key, plain(item)));
    return copy;
  }

  static String typeName(Object value) {
    return switch (value) {
      case String _ -> "string";
      case Boolean _ -> "bool";
      case Long _ -> "int";
      case Double _ -> "float64";
      case List<?> _ -> "[]interface {}";
      default -> "map[string]interface {}";
    };
  }
}
