package dev.gantry.app.cli.grammar;

import java.util.ArrayList;
import java.util.List;

/// Comma-separated fields with RFC 4180 quotes, as in `--mount type=bind,"src=/a,b"`.
public final class Csv {
  private Csv() {}

  public static List<String> split(String line) {
    List<String> fields = new ArrayList<>();
    int at = 0;
    while (at <= line.length()) {
      if (at < line.length() && line.charAt(at) == '"') {
        StringBuilder field = new StringBuilder();
        at = quoted(line, at + 1, field);
        fields.add(field.toString());
      } else {
        int comma = line.indexOf(',', at);
        int end = comma < 0 ? line.length() : comma;
        String field = line.substring(at, end);
        if (field.indexOf('"') >= 0) {
          throw new IllegalArgumentException(
              "parse error on line 1, column "
                  + (at + field.indexOf('"') + 1)
                  + ": bare \" in non-quoted-field");
        }
        fields.add(field);
        at = end;
      }
      at++;
    }
    return fields;
  }

  /// Reads up to the closing quote and returns the position of what follows it.
  private static int quoted(String line, int start, StringBuilder field) {
    int at = start;
    while (at < line.length()) {
      char c = line.charAt(at);
      if (c != '"') {
        field.append(c);
      } else if (at + 1 < line.length() && line.charAt(at + 1) == '"') {
        field.append(c);
        at++;
      } else if (at + 1 == line.length() || line.charAt(at + 1) == ',') {
        return at + 1;
      } else {
        break;
      }
      at++;
    }
    throw new IllegalArgumentException(
        "parse error on line 1, column " + (at + 1) + ": extraneous or missing \" in quoted-field");
  }
}
