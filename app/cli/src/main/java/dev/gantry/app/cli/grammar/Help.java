package dev.gantry.app.cli.grammar;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The help page of one verb: usage line, description, aliases, table of options.
public final class Help {
  /// A tail shorter than this may stick out over the right edge rather than take its own line.
  private static final int SLOP = 5;

  private static final int NARROWEST = 24;

  private Help() {}

  /// The page for a verb reached as `path`, for a terminal of the given width.
  public static String page(Spec spec, String path, String program, int width) {
    StringBuilder page = new StringBuilder("Usage:  ");
    page.append(usageLine(spec, path)).append("\n\n").append(spec.description()).append('\n');
    if (!spec.aliases().isEmpty()) {
      page.append("\nAliases:\n  ").append(program).append(' ');
      page.append(spec.aliases().replace(",", ", " + program + " ")).append('\n');
    }
    String options = options(spec, width - 1);
    if (!options.isEmpty()) {
      page.append("\nOptions:\n").append(options);
    }
    return page.toString();
  }

  public static String usageLine(Spec spec, String path) {
    return spec.arguments().isEmpty() ? path : path + " " + spec.arguments();
  }

  /// The table of options, wrapped at a width.
  public static String options(Spec spec, int width) {
    List<Flag> shown = new ArrayList<>(spec.flags().values());
    shown.removeIf(Flag::hidden);
    shown.sort(Comparator.comparing(Flag::name));
    int column = 0;
    for (Flag flag : shown) {
      column = Math.max(column, head(flag).length());
    }
    StringBuilder table = new StringBuilder();
    for (Flag flag : shown) {
      String head = head(flag);
      table.append(head).append(" ".repeat(column - head.length() + 3));
      table.append(wrap(flag.usage() + flag.shownDefault(), column + 3, width)).append('\n');
    }
    return table.toString();
  }

  private static String head(Flag flag) {
    String name = flag.shorthand() == 0 ? "      --" : "  -" + flag.shorthand() + ", --";
    String label = flag.type().label();
    return name + flag.name() + (label.isEmpty() ? "" : " " + label);
  }

  /// Breaks text so that it stands in a column from `indent` to `width`.
  static String wrap(String text, int indent, int width) {
    int left = indent;
    int room = width - left;
    StringBuilder wrapped = new StringBuilder();
    if (room < NARROWEST) {
      left = 16;
      room = width - left;
      wrapped.append('\n').append(" ".repeat(left));
    }
    String margin = "\n" + " ".repeat(left);
    if (room < NARROWEST) {
      return text.replace("\n", margin);
    }
    room -= SLOP;
    String rest = text;
    boolean first = true;
    while (first || !rest.isEmpty()) {
      int cut = breakAt(rest, room);
      String line = cut < 0 ? rest : rest.substring(0, cut);
      rest = cut < 0 ? "" : rest.substring(cut + 1);
      wrapped.append(first ? "" : margin).append(line.replace("\n", margin));
      first = false;
    }
    return wrapped.toString();
  }

  /// Where to end the first line, or -1 to leave the text in one piece.
  private static int breakAt(String text, int room) {
    if (room + SLOP > text.length()) {
      return -1;
    }
    String window = text.substring(0, room);
    int space = Math.max(window.lastIndexOf(' '), window.lastIndexOf('\t'));
    int newline = window.lastIndexOf('\n');
    int last = Math.max(space, newline);
    if (last <= 0) {
      return -1;
    }
    return newline > 0 && newline < last ? newline : last;
  }
}
