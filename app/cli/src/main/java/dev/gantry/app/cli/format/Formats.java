package dev.gantry.app.cli.format;

/// Help texts of `--format`, which many verbs share.
public final class Formats {
  private static final String MORE =
      "'json':             Print in JSON format\n"
          + "'TEMPLATE':         Print output using the given Go template.\n"
          + "Refer to https://docs.docker.com/go/formatting/ for more information about formatting"
          + " output with templates";

  /// For verbs that list things.
  public static final String TABLE =
      "Format output using a custom template:\n"
          + "'table':            Print output in table format with column headers (default)\n"
          + "'table TEMPLATE':   Print output in table format using the given Go template\n"
          + MORE;

  /// For verbs that show single things.
  public static final String INSPECT = "Format output using a custom template:\n" + MORE;

  public static final String FILTER = "Filter output based on conditions provided";

  private Formats() {}
}
