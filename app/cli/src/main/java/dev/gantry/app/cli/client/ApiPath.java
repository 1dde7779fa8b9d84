package dev.gantry.app.cli.client;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The path and query of a request, put together part by part.
public final class ApiPath {
  private static final String HEX = "0123456789ABCDEF";

  private final StringBuilder path = new StringBuilder();
  private final Map<String, List<String>> query = new TreeMap<>();

  private ApiPath(String start) {
    path.append(start);
  }

  public static ApiPath of(String path) {
    return new ApiPath(path);
  }

  /// A name or id given by the user, between fixed parts: `of("/containers/").id(x, "/start")`.
  /// Names may be given with the slash that the engine shows in front of them.
  public ApiPath id(String id, String rest) {
    String name = id.startsWith("/") ? id.substring(1) : id;
    path.append(escape(name, true)).append(rest);
    return this;
  }

  public ApiPath query(String name, Object value) {
    query.put(name, List.of(String.valueOf(value)));
    return this;
  }

  public ApiPath query(String name, List<String> values) {
    query.put(name, List.copyOf(values));
    return this;
  }

  /// Adds the parameter only when there is something to say.
  public ApiPath queryUnlessEmpty(String name, String value) {
    return value.isEmpty() ? this : query(name, value);
  }

  /// Adds `name=1` when set.
  public ApiPath flag(String name, boolean set) {
    return set ? query(name, "1") : this;
  }

  public ApiPath filters(Filters filters) {
    return filters.isEmpty() ? this : query("filters", filters.json());
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(path);
    char separator = '?';
    for (Map.Entry<String, List<String>> parameter : query.entrySet()) {
      for (String value : parameter.getValue()) {
        text.append(separator).append(escape(parameter.getKey(), false));
        text.append('=').append(escape(value, false));
        separator = '&';
      }
    }
    return text.toString();
  }

  private static String escape(String text, boolean inPath) {
    StringBuilder escaped = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (plain || "-_.~".indexOf(c) >= 0 || (inPath && "/:@$&+=;,".indexOf(c) >= 0)) {
        escaped.append(c);
      } else if (c == ' ' && !inPath) {
        escaped.append('+');
      } else {
        escaped.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
      }
    }
    return escaped.toString();
  }
}
