package dev.gantry.app.cli.format;

import java.util.ArrayList;
import java.util.List;

/// Aligns tab-separated cells as Go's text/tabwriter does for docker: columns at least ten
/// wide, three spaces between them.
///
/// A column is a run of adjacent lines that have a cell, ended by a tab, at that place; it is
/// as wide as the widest of them. What follows the last tab of a line belongs to no column.
public final class TabWriter {
  private static final int MIN_WIDTH = 10;
  private static final int PADDING = 3;

  private final List<String[]> lines = new ArrayList<>();
  private final List<List<Integer>> widths = new ArrayList<>();
  private final int minWidth;
  private final int padding;

  private TabWriter(int minWidth, int padding) {
    this.minWidth = minWidth;
    this.padding = padding;
  }

  public static String align(String text) {
    return align(text, MIN_WIDTH, PADDING);
  }

  public static String align(String text, int minWidth, int padding) {
    return new TabWriter(minWidth, padding).run(text);
  }

  private String run(String text) {
    for (String line : text.split("\n", -1)) {
      lines.add(line.split("\t", -1));
      widths.add(new ArrayList<>());
    }
    measure(0, lines.size(), 0);
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      out.append(i == 0 ? "" : "\n");
      String[] cells = lines.get(i);
      for (int cell = 0; cell < cells.length; cell++) {
        out.append(cells[cell]);
        if (cell < cells.length - 1) {
          out.append(" ".repeat(widths.get(i).get(cell) - length(cells[cell])));
        }
      }
    }
    return out.toString();
  }

  /// Finds the blocks of a column between two lines, and the columns right of each.
  private void measure(int from, int to, int column) {
    int line = from;
    while (line < to) {
      if (lines.get(line).length - 1 <= column) {
        line++;
        continue;
      }
      int end = line;
      int width = minWidth;
      while (end < to && lines.get(end).length - 1 > column) {
        width = Math.max(width, length(lines.get(end)[column]) + padding);
        end++;
      }
      for (int i = line; i < end; i++) {
        widths.get(i).add(width);
      }
      measure(line, end, column + 1);
      line = end;
    }
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
