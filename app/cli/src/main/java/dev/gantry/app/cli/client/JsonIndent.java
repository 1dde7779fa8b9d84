package dev.gantry.app.cli.client;

/// Re-indents JSON text without touching anything but the white space between tokens, so that
/// numbers and escapes stay exactly as the engine wrote them.
public final class JsonIndent {
  private final String json;
  private final StringBuilder out = new StringBuilder();
  private int depth;

  private JsonIndent(String json, int depth) {
    this.json = json;
    this.depth = depth;
  }

  /// Four spaces a level, starting at a level.
  public static String indent(String json, int depth) {
    return new JsonIndent(json, depth).run();
  }

  private String run() {
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      switch (c) {
        case ' ', '\t', '\r', '\n' -> {}
        case '"' -> i = string(i);
        case ',' -> newline(c);
        case ':' -> out.append(": ");
        case '{', '[' -> {
          int close = next(i + 1);
          if (close < json.length() && (json.charAt(close) == '}' || json.charAt(close) == ']')) {
            out.append(c).append(json.charAt(close));
            i = close;
          } else {
            depth++;
            newline(c);
          }
        }
        case '}', ']' -> {
          depth--;
          out.append('\n').append("    ".repeat(depth)).append(c);
        }
        default -> out.append(c);
      }
    }
    return out.toString();
  }

  private void newline(char c) {
    out.append(c).append('\n').append("    ".repeat(depth));
  }

  private int next(int from) {
    int i = from;
    while (i < json.length() && Character.isWhitespace(json.charAt(i))) {
      i++;
    }
    return i;
  }

  /// Copies a string literal and returns the position of its closing quote.
  private int string(int start) {
    int i = start + 1;
    while (i < json.length() - 1 && json.charAt(i) != '"') {
      i += json.charAt(i) == '\\' ? 2 : 1;
    }
    out.append(json, start, i + 1);
    return i;
  }
}
