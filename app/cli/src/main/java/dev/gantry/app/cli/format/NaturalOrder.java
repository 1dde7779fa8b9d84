package dev.gantry.app.cli.format;

import java.util.Comparator;

/// Compares names so that `net10` comes after `net9`.
public enum NaturalOrder implements Comparator<String> {
  INSTANCE;

  @Override
  public int compare(String left, String right) {
    int i = 0;
    int j = 0;
    while (i < left.length() && j < right.length()) {
      int endLeft = digits(left, i);
      int endRight = digits(right, j);
      int order;
      if (endLeft > i && endRight > j) {
        String a = left.substring(i, endLeft).replaceFirst("^0+(?=.)", "");
        String b = right.substring(j, endRight).replaceFirst("^0+(?=.)", "");
        order = a.length() != b.length() ? a.length() - b.length() : a.compareTo(b);
        i = endLeft;
        j = endRight;
      } else {
        order = Character.compare(left.charAt(i++), right.charAt(j++));
      }
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(left.length() - i, right.length() - j);
  }

  private static int digits(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }
}
