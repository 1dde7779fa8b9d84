package dev.gantry.kube.schema.openapi;

import dev.gantry.kube.schema.Kinds;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// The prose about structures and their fields: half a megabyte, read while documents are made and
/// dropped after.
final class Descriptions {
  private final Map<String, Map<String, String>> byType = new HashMap<>(1024);

  /// @param text as `SchemaGenerator` writes it
  private Descriptions(String text) {
    Map<String, String> fields = Map.of();
    for (int start = 0; start < text.length(); ) {
      int end = text.indexOf('\n', start);
      int tab = text.indexOf('\t', start);
      String prose = text.substring(tab + 1, end);
      if (text.charAt(start) == ' ') {
        fields.put(text.substring(start + 1, tab), prose);
      } else {
        fields = new HashMap<>();
        fields.put("", prose);
        byType.put(text.substring(start, tab), fields);
      }
      start = end + 1;
    }
  }

  static Descriptions load() {
    try (InputStream in = Kinds.class.getResourceAsStream("descriptions.txt")) {
      if (in == null) {
        throw new IllegalStateException("descriptions.txt is missing from this build");
      }
      return new Descriptions(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("read descriptions.txt", e);
    }
  }

  /// Empty when there is none.
  String of(String type) {
    return of(type, "");
  }

  String of(String type, String field) {
    String prose = byType.getOrDefault(type, Map.of()).getOrDefault(field, "");
    return prose.indexOf('\\') < 0 ? prose : unescaped(prose);
  }

  private static String unescaped(String prose) {
    StringBuilder text = new StringBuilder(prose.length());
    for (int i = 0; i < prose.length(); i++) {
      char c = prose.charAt(i);
      if (c == '\\') {
        i++;
        c =
            switch (prose.charAt(i)) {
              case 'n' -> '\n';
              case 't' -> '\t';
              default -> prose.charAt(i);
            };
      }
      text.append(c);
    }
    return text.toString();
  }
}
