package dev.gantry.app.cli.format;

/// Shortened names.
public final class Ids {
  private static final int SHORT = 12;

  private Ids() {}

  /// The first twelve characters, without the algorithm in front.
  public static String truncate(String id) {
    String hex = id.substring(id.indexOf(':') + 1);
    return hex.substring(0, Math.min(SHORT, hex.length()));
  }

  /// At most so many characters, the last one `…` when something was cut off.
  public static String ellipsis(String text, int length) {
    int characters = text.codePointCount(0, text.length());
    if (characters <= length) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, length - 1)) + "…";
  }
}
