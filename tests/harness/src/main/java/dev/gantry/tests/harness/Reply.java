package dev.gantry.tests.harness;

import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An HTTP answer: status, headers by case-insensitive name, body.
public record Reply(int status, Map<String, String> headers, String body) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  public Reply {
    var copy = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    copy.putAll(headers);
    headers = copy;
  }

  public String header(String name) {
    return headers.getOrDefault(name, "");
  }

  public JsonNode json() {
    return JSON.readTree(body);
  }

  /// The text of an error body, `{"message": ...}`.
  public String message() {
    return json().get("message").asString();
  }
}
