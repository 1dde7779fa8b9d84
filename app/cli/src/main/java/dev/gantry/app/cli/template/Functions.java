package dev.gantry.app.cli.template;

import dev.gantry.app.cli.client.JsonNumber;
import dev.gantry.app.cli.client.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The functions a template may call: Go's own and docker's.
final class Functions {
  static final Set<String> NAMES =
      Set.of(
          "and",
          "or",
          "not",
          "len",
          "index",
          "slice",
          "print",
          "printf",
          "println",
          "html",
          "urlquery",
          "eq",
          "ne",
          "lt",
          "le",
          "gt",
          "ge",
          "json",
          "split",
          "join",
          "title",
          "lower",
          "upper",
          "pad",
          "truncate");

  private Functions() {}

  /// Failures of these are reported with the name of the function.
  static boolean reportsCall(String name) {
    return Set.of("index", "slice", "len", "eq", "ne", "lt", "le", "gt", "ge").contains(name);
  }

  static Object call(String name, List<Object> args, boolean header) {
    return switch (name) {
      case "not" -> !truth(one(name, args));
      case "len" -> length(one(name, args));
      case "index" -> index(args);
      case "slice" -> slice(args);
      case "print" -> print(args);
      case "printf" -> Printf.format(text(first(name, args)), args.subList(1, args.size()));
      case "println" -> String.join(" ", args.stream().map(GoPrint::print).toList()) + "\n";
      case "html" -> html(print(args));
      case "urlquery" -> URLEncoder.encode(print(args), StandardCharsets.UTF_8);
      case "eq", "ne", "lt", "le", "gt", "ge" -> Comparison.compare(name, args);
      case "json" -> header ? one(name, args) : GoPrint.json(one(name, args));
      case "split" ->
          header ? first(name, args) : split(text(arg(name, args, 0)), text(arg(name, args, 1)));
      case "join" ->
          header ? first(name, args) : join(arg(name, args, 0), text(arg(name, args, 1)));
      case "title" -> title(text(one(name, args)));
      case "lower" -> text(one(name, args)).toLowerCase(Locale.ROOT);
      case "upper" -> text(one(name, args)).toUpperCase(Locale.ROOT);
      case "pad" ->
          " ".repeat((int) number(arg(name, args, 1)))
              + text(arg(name, args, 0))
              + " ".repeat((int) number(arg(name, args, 2)));
      case "truncate" -> truncate(text(arg(name, args, 0)), (int) number(arg(name, args, 1)));
      default -> throw new IllegalArgumentException("\"" + name + "\" is not a defined function");
    };
  }

  static boolean truth(Object value) {
    if (value instanceof Boolean bool) {
      return bool;
    } else if (value instanceof String text) {
      return !text.isEmpty();
    } else if (value instanceof Long number) {
      return number != 0;
    } else if (value instanceof List<?> list) {
      return !list.isEmpty();
    } else if (value instanceof JsonObject object) {
      return !object.fields().isEmpty();
    } else if (value instanceof Double number) {
      return number != 0;
    } else if (value instanceof JsonNumber number) {
      return number.doubleValue() != 0;
    }
    return !(value instanceof GoNil);
  }

  private static Object first(String name, List<Object> args) {
    return arg(name, args, 0);
  }

  private static Object one(String name, List<Object> args) {
    if (args.size() != 1) {
      throw wrongCount(name, 1, args.size());
    }
    return args.getFirst();
  }

  private static Object arg(String name, List<Object> args, int position) {
    if (position >= args.size()) {
      throw wrongCount(name, position + 1, args.size());
    }
    return args.get(position);
  }

  private static IllegalArgumentException wrongCount(String name, int want, int got) {
    return new IllegalArgumentException(
        "wrong number of args for " + name + ": want " + want + " got " + got);
  }

  private static String text(Object value) {
    if (value instanceof String string) {
      return string;
    }
    throw new IllegalArgumentException(
        "wrong type for value; expected string; got " + GoPrint.typeName(value));
  }

  private static long number(Object value) {
    if (value instanceof Long number) {
      return number;
    }
    throw new IllegalArgumentException(
        "wrong type for value; expected int; got " + GoPrint.typeName(value));
  }

  private static Object length(Object value) {
    return switch (value) {
      case String text -> (long) text.getBytes(StandardCharsets.UTF_8).length;
      case List<?> list -> (long) list.size();
      case JsonObject object -> (long) object.fields().size();
      case GoNil nil when nil == GoNil.LIST || nil == GoNil.MAP -> 0L;
      case GoNil _ -> throw new IllegalArgumentException("len of nil pointer");
      default -> throw new IllegalArgumentException("len of type " + GoPrint.typeName(value));
    };
  }

  private static Object index(List<Object> args) {
    Object value = first("index", args);
    for (Object key : args.subList(1, args.size())) {
      value = Executor.typed(element(value, key));
    }
    return value;
  }

  private static Object element(Object value, Object key) {
    return switch (value) {
      case List<?> list -> {
        long position = number(key);
        if (position < 0 || position >= list.size()) {
          throw new IllegalArgumentException("index out of range: " + position);
        }
        yield list.get((int) position);
      }
      // Go's zero value of what the map holds, which for text is the empty string.
      case JsonObject object -> object.fields().getOrDefault(text(key), missing(object));
      case String text -> (long) text.charAt((int) number(key));
      case GoNil nil when nil == GoNil.MAP -> "";
      case GoNil _ -> throw new IllegalArgumentException("index of untyped nil");
      default ->
          throw new IllegalArgumentException("can't index item of type " + GoPrint.typeName(value));
    };
  }

  private static Object missing(JsonObject object) {
    boolean lists = object.fields().values().stream().anyMatch(List.class::isInstance);
    boolean texts = object.fields().values().stream().allMatch(String.class::isInstance);
    return lists ? GoNil.LIST : texts ? "" : GoNil.VALUE;
  }

  private static Object slice(List<Object> args) {
    Object value = first("slice", args);
    int from = args.size() > 1 ? (int) number(args.get(1)) : 0;
    if (value instanceof List<?> list) {
      return new ArrayList<>(
          list.subList(from, args.size() > 2 ? (int) number(args.get(2)) : list.size()));
    }
    String text = text(value);
    int to = args.size() > 2 ? (int) number(args.get(2)) : text.length();
    if (from > to || to > text.length()) {
      throw new IllegalArgumentException("index out of range: " + to);
    }
    return text.substring(from, to);
  }

  private static Object split(String text, String separator) {
    List<Object> parts = new ArrayList<>();
    int at = 0;
    int found = separator.isEmpty() ? -1 : text.indexOf(separator);
    while (found >= 0) {
      parts.add(text.substring(at, found));
      at = found + separator.length();
      found = text.indexOf(separator, at);
    }
    parts.add(text.substring(at));
    return parts;
  }

  private static Object join(Object value, String separator) {
    if (value instanceof List<?> list) {
      return String.join(separator, list.stream().map(GoPrint::print).toList());
    }
    return value instanceof GoNil ? "" : text(value);
  }

  private static String title(String text) {
    StringBuilder out = new StringBuilder();
    boolean start = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      out.append(start ? Character.toTitleCase(c) : c);
      start = !Character.isLetterOrDigit(c) && c != '_' && c != '\'';
    }
    return out.toString();
  }

  private static String truncate(String text, int length) {
    return text.length() < length ? text : text.substring(0, length);
  }

  /// Adds spaces between operands when neither is a string.
  private static String print(List<Object> args) {
    StringBuilder out = new StringBuilder();
    Object before = "";
    for (Object arg : args) {
      boolean space = !out.isEmpty() && !(before instanceof String) && !(arg instanceof String);
      out.append(space ? " " : "").append(GoPrint.print(arg));
      before = arg;
    }
    return out.toString();
  }

  private static String html(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&#34;")
        .replace("'", "&#39;");
  }
}
