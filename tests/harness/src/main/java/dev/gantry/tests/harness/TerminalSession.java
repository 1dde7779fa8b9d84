package dev.gantry.tests.harness;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A program on a pseudo-terminal, and the person in front of it.
///
/// The terminal is made by util-linux' `script`. It starts with 24 rows of 80 columns.
public final class TerminalSession implements AutoCloseable {
  /// Detaches from a container with docker's default keys.
  public static final String CTRL_P_CTRL_Q = "\u0010\u0011";

  public static final String CTRL_C = "\u0003";
  private static final Pattern DEVICE = Pattern.compile("terminal=(/dev/pts/\\d+)");

  private final RunningCommand script;
  private final String device;

  private TerminalSession(RunningCommand script) {
    this.script = script;
    var matcher =
        DEVICE.matcher(script.stdout().await(TerminalSession::started, "a terminal", LIMIT));
    if (!matcher.find()) {
      throw new AssertionError("no terminal: " + script.stdout().text());
    }
    this.device = matcher.group(1);
  }

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private static boolean started(String seen) {
    return DEVICE.matcher(seen).find() && seen.contains("\n");
  }

  static TerminalSession start(List<String> command, Map<String, String> environment) {
    var quoted = command.stream().map(TerminalSession::quote).collect(Collectors.joining(" "));
    var shell = "stty rows 24 cols 80; echo terminal=$(tty); exec " + quoted;
    var script =
        List.of("script", "--quiet", "--return", "--flush", "--command", shell, "/dev/null");
    return new TerminalSession(Commands.start(script, environment));
  }

  private static String quote(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  /// Types as a person would; the program sees a carriage return at the end of a line.
  public void type(String keys) {
    script.type(keys);
  }

  public void enter(String line) {
    type(line + "\r");
  }

  /// Waits until the screen has shown `text`.
  public String await(String text) {
    return script.stdout().await(text);
  }

  public String screen() {
    return script.stdout().text();
  }

  /// Changes the size of the window.
  public void resize(int rows, int columns) {
    Commands.run("stty", "-F", device, "rows", rows + "", "cols", columns + "").orThrow();
  }

  /// Waits until the program has ended.
  public Outcome join() {
    return script.join();
  }

  @Override
  public void close() {
    script.close();
  }
}
