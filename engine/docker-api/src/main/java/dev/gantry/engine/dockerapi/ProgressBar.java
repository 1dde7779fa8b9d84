package dev.gantry.engine.dockerapi;

import java.util.Locale;

/// The bar that old clients print as it is; newer ones draw their own.
final class ProgressBar {
  private static final int WIDTH = 50;
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};

  private ProgressBar() {}

  static String of(long current, long total) {
    if (total <= 0) {
      return size(current);
    }
    int filled = (int) Math.min(WIDTH, current * WIDTH / total);
    String head = filled == WIDTH ? "" : ">";
    String bar = "=".repeat(filled) + head;
    return "[%s] %8s/%s".formatted(pad(bar), size(current), size(total));
  }

  private static String pad(String bar) {
    return bar + " ".repeat(Math.max(0, WIDTH - bar.length()));
  }

  private static String size(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 1000 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    String number = String.format(Locale.ROOT, "%.4g", value);
    if (number.contains(".")) {
      number = number.replaceAll("0+$", "").replaceAll("\\.$", "");
    }
    return String.format(Locale.ROOT, "%s%s", number, UNITS[unit]);
  }
}
