package dev.gantry.app.cli.template;

/// Go's literals inside templates.
final class Literals {
  private Literals() {}

  static String string(String quoted) {
    String inner = quoted.substring(1, quoted.length() - 1);
    return quoted.charAt(0) == '`' ? inner : unescape(inner);
  }

  /// A character constant is a number.
  static Object character(String quoted) {
    return (long) unescape(quoted.substring(1, quoted.length() - 1)).codePointAt(0);
  }

  static Object number(String text) {
    String digits = text.replace("_", "");
    if (digits.indexOf('.') >= 0 || (digits.indexOf('e') >= 0 && !digits.startsWith("0x"))) {
      return Double.valueOf(digits);
    }
    return Long.decode(digits);
  }

  private static String unescape(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\' || i + 1 == text.length()) {
        out.append(c);
        continue;
      }
      char escaped = text.charAt(++i);
      switch (escaped) {
        case 'n' -> out.append('\n');
        case 't' -> out.append('\t');
        case 'r' -> out.append('\r');
        case 'a' -> out.append('\u0007');
        case 'b' -> out.append('\b');
        case 'f' -> out.append('\f');
        case 'v' -> out.append('\u000b');
        case 'x' -> {
          out.append((char) Integer.parseInt(text, i + 1, i + 3, 16));
          i += 2;
        }
        case 'u' -> {
          out.append((char) Integer.parseInt(text, i + 1, i + 5, 16));
          i += 4;
        }
        default -> out.append(escaped);
      }
    }
    return out.toString();
  }
}
