package dev.gantry.app.cli.client;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An object of the engine's answers, read leniently: what is missing or null reads as empty.
///
/// The field map keeps the order of the wire. Values are `String`, [JsonNumber], `Boolean`,
/// [JsonNull], `List<Object>` and `JsonObject`.
public record JsonObject(Map<String, Object> fields) {
  private static final JsonObject EMPTY = new JsonObject(Map.of());

  /// An object to be filled with [#with].
  public static JsonObject create() {
    return new JsonObject(new LinkedHashMap<>());
  }

  /// Sets a field; maps become objects when written.
  public JsonObject with(String name, Object value) {
    fields.put(name, value);
    return this;
  }

  public boolean has(String name) {
    return fields.getOrDefault(name, JsonNull.NULL) != JsonNull.NULL;
  }

  public String string(String name) {
    Object value = fields.getOrDefault(name, "");
    boolean plain = value instanceof String || value instanceof JsonNumber;
    return plain || value instanceof Boolean ? value.toString() : "";
  }

  public long integer(String name) {
    return fields.get(name) instanceof JsonNumber number ? number.longValue() : 0;
  }

  public double decimal(String name) {
    return fields.get(name) instanceof JsonNumber number ? number.doubleValue() : 0;
  }

  public boolean bool(String name) {
    return fields.get(name) instanceof Boolean bool && bool;
  }

  public JsonObject object(String name) {
    return fields.get(name) instanceof JsonObject object ? object : EMPTY;
  }

  public List<Object> array(String name) {
    return fields.get(name) instanceof List<?> list ? List.copyOf(list) : List.of();
  }

  public List<JsonObject> objects(String name) {
    return objects(array(name));
  }

  public List<String> strings(String name) {
    return array(name).stream().filter(String.class::isInstance).map(String.class::cast).toList();
  }

  /// The objects of a list.
  public static List<JsonObject> objects(List<?> list) {
    return list.stream().filter(JsonObject.class::isInstance).map(JsonObject.class::cast).toList();
  }

  /// String fields as a map, such as labels.
  public Map<String, String> stringMap() {
    Map<String, String> map = new LinkedHashMap<>();
    fields.forEach((key, _) -> map.put(key, string(key)));
    return map;
  }
}
