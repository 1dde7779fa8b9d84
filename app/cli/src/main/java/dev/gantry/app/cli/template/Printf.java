package dev.gantry.app.cli.template;

import dev.gantry.app.cli.client.Json;
import dev.gantry.app.cli.client.JsonNumber;
import java.util.List;
import java.util.Locale;

/// Go's `printf` for the verbs that formats use: `%s %v %q %d %x %X %o %b %f %g %e %t %c %U
/// %%`.
final class Printf {
  private final String format;
  private final List<Object> args;
  private final StringBuilder out = new StringBuilder();
  private int next;

  private Printf(String format, List<Object> args) {
    this.format = format;
    this.args = args;
  }

  static String format(String format, List<Object> args) {
    return new Printf(format, args).run();
  }

  private String run() {
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c != '%') {
        out.append(c);
        continue;
      }
      int end = i + 1;
      while (end < format.length() && "+-# 0123456789.".indexOf(format.charAt(end)) >= 0) {
        end++;
      }
      if (end == format.length()) {
        return out.append("%!(NOVERB)").toString();
      }
      verb(format.substring(i + 1, end), format.charAt(end));
      i = end;
    }
    if (next < args.size()) {
      out.append("%!(EXTRA ");
      List<Object> extra = args.subList(next, args.size());
      out.append(
          String.join(
              ", ",
              extra.stream().map(a -> GoPrint.typeName(a) + "=" + GoPrint.print(a)).toList()));
      out.append(')');
    }
    return out.toString();
  }

  private void verb(String flags, char verb) {
    if (verb == '%') {
      out.append('%');
      return;
    }
    if (next == args.size()) {
      out.append("%!").append(verb).append("(MISSING)");
      return;
    }
    Object arg = args.get(next++);
    int dot = flags.indexOf('.');
    String width = dot < 0 ? flags : flags.substring(0, dot);
    String precision = dot < 0 ? "" : flags.substring(dot + 1);
    String text =
        switch (verb) {
          case 's', 'v' -> cut(GoPrint.print(arg), verb == 's' ? precision : "");
          case 'q' -> Json.text(GoPrint.print(arg));
          case 't' -> GoPrint.print(arg);
          case 'd' -> integer(arg, verb, 10);
          case 'x' -> arg instanceof String string ? hex(string) : integer(arg, verb, 16);
          case 'X' -> integer(arg, verb, 16).toUpperCase(Locale.ROOT);
          case 'o' -> integer(arg, verb, 8);
          case 'b' -> integer(arg, verb, 2);
          case 'c' ->
              arg instanceof Long code ? Character.toString(code.intValue()) : bad(verb, arg);
          case 'f', 'e', 'g' -> decimal(arg, verb, precision);
          default -> bad(verb, arg);
        };
    boolean number = arg instanceof Long || arg instanceof Double || arg instanceof JsonNumber;
    pad(text, width, number);
  }

  private static String cut(String text, String precision) {
    int length = precision.isEmpty() ? text.length() : Integer.parseInt(precision);
    return text.substring(0, Math.min(text.length(), length));
  }

  private static String hex(String text) {
    StringBuilder out = new StringBuilder();
    for (byte b : text.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
      out.append(String.format("%02x", b));
    }
    return out.toString();
  }

  private static String integer(Object arg, char verb, int radix) {
    return arg instanceof Long number ? Long.toString(number, radix) : bad(verb, arg);
  }

  private static String decimal(Object arg, char verb, String precision) {
    double number =
        switch (arg) {
          case Double value -> value;
          case JsonNumber value -> value.doubleValue();
          default -> Double.NaN;
        };
    if (Double.isNaN(number)) {
      return bad(verb, arg);
    }
    if (verb == 'g' && precision.isEmpty()) {
      return GoPrint.print(number);
    }
    return String.format(
        Locale.ROOT, "%." + (precision.isEmpty() ? "6" : precision) + verb, number);
  }

  private static String bad(char verb, Object arg) {
    return "%!" + verb + "(" + GoPrint.typeName(arg) + "=" + GoPrint.print(arg) + ")";
  }

  private void pad(String text, String flags, boolean number) {
    boolean left = flags.contains("-");
    boolean plus = flags.contains("+") && number && !text.startsWith("-");
    String shown = plus ? "+" + text : text;
    String digits = flags.replaceAll("[^0-9]", "");
    boolean zeros = !left && digits.startsWith("0");
    int width = digits.isEmpty() ? 0 : Integer.parseInt(digits);
    int missing = Math.max(0, width - shown.codePointCount(0, shown.length()));
    if (left) {
      out.append(shown).append(" ".repeat(missing));
    } else if (zeros && number && shown.startsWith("-")) {
      out.append('-').append("0".repeat(missing)).append(shown, 1, shown.length());
    } else {
      out.append((zeros ? "0" : " ").repeat(missing)).append(shown);
    }
  }
}
