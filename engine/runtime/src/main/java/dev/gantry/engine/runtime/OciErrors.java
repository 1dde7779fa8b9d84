package dev.gantry.engine.runtime;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Says in docker's words what an OCI runtime says in its own. Clients find exit codes in them.
final class OciErrors {
  private static final String RUNC_MARK = "unable to start container process: ";

  /// On a terminal crun colors its complaints.
  private static final Pattern COLORS = Pattern.compile("\u001b\\[[0-9;]*m");

  private static final Pattern CRUN_NOT_FOUND =
      Pattern.compile("executable file `(.*)` not found in \\$PATH");
  private static final Pattern CRUN_CHDIR = Pattern.compile("chdir `(.*)`: (.*)");
  private static final Pattern RUNC_LINE =
      Pattern.compile("(?m).*level=error msg=\"(.*)\"$|^(?:ERRO\\[\\d+])\\s+(.*)$");

  private OciErrors() {}

  /// The message of a task that could not be created.
  static String create(RuntimeName runtime, String program, String output) {
    return "failed to create task for container: OCI runtime create failed: "
        + runtime.text()
        + " create failed: unable to start container process: error during container init: "
        + detail(program, output)
        + ": unknown";
  }

  /// The message of a process that could not be executed into a task.
  static String exec(String program, String output) {
    return "OCI runtime exec failed: exec failed: unable to start container process: "
        + detail(program, output)
        + ": unknown";
  }

  /// Whether it is the container's fault and not the engine's: the program is missing or the
  /// like.
  static boolean isContainersFault(String message) {
    return message.contains(": exec: ") || message.contains("chdir to cwd");
  }

  /// @param program the first argument of the process
  static String detail(String program, String output) {
    String plain = COLORS.matcher(output).replaceAll("").replace("\r", "");
    return runc(plain).or(() -> crun(program, plain)).orElseGet(() -> goStyle(plain));
  }

  private static Optional<String> runc(String output) {
    int mark = output.lastIndexOf(RUNC_MARK);
    if (mark < 0) {
      Matcher line = RUNC_LINE.matcher(output);
      return line.find()
          ? Optional.of(unquoted(line.group(1) == null ? line.group(2) : line.group(1)))
          : Optional.empty();
    }
    String rest = output.substring(mark + RUNC_MARK.length()).lines().findFirst().orElse("");
    String initFailure = "error during container init: ";
    rest = rest.startsWith(initFailure) ? rest.substring(initFailure.length()) : rest;
    return Optional.of(unquoted(rest));
  }

  /// As logfmt quotes: the text ends at the closing quote.
  private static String unquoted(String text) {
    String plain = text.replace("\\\"", "\u0000");
    int end = plain.indexOf("\" ");
    plain = end >= 0 ? plain.substring(0, end) : plain;
    plain = plain.endsWith("\"") ? plain.substring(0, plain.length() - 1) : plain;
    return plain.replace('\u0000', '"');
  }

  private static Optional<String> crun(String program, String output) {
    String exec = "exec: \"" + program + "\": ";
    if (CRUN_NOT_FOUND.matcher(output).find()) {
      return Optional.of(
          exec
              + (program.contains("/")
                  ? "stat " + program + ": no such file or directory"
                  : "executable file not found in $PATH"));
    }
    if (output.contains("open executable: Operation not permitted")) {
      return Optional.of(exec + "is a directory");
    }
    if (output.contains("open executable: ")) {
      String reason = output.substring(output.indexOf("open executable: ") + 17);
      return Optional.of(exec + goStyle(reason.lines().findFirst().orElse("")));
    }
    Matcher chdir = CRUN_CHDIR.matcher(output);
    if (chdir.find()) {
      return Optional.of(
          "chdir to cwd (\""
              + chdir.group(1)
              + "\") set in config.json failed: "
              + goStyle(chdir.group(2)));
    }
    return Optional.empty();
  }

  /// Errno texts begin with a small letter in Go: `no such file or directory`.
  private static String goStyle(String output) {
    String text = output.strip().replace('\n', ' ');
    int colon = text.lastIndexOf(": ");
    int start = colon < 0 ? 0 : colon + 2;
    if (start >= text.length()) {
      return text.isEmpty() ? "it gave no reason" : text;
    }
    return text.substring(0, start)
        + text.substring(start, start + 1).toLowerCase(Locale.ROOT)
        + text.substring(start + 1);
  }
}
