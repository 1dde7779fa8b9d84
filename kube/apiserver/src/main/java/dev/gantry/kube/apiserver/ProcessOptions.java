package dev.gantry.kube.apiserver;

import dev.gantry.kube.objects.StatusException;
import dev.gantry.platform.http.Query;
import java.util.List;

/// Which streams a client wants of a process.
///
/// @param container empty for the only one
record ProcessOptions(
    String container,
    List<String> command,
    boolean stdin,
    boolean stdout,
    boolean stderr,
    boolean terminal) {

  /// @throws StatusException BadRequest when it wants none
  static ProcessOptions of(Query query) {
    boolean terminal = flag(query, "tty");
    var options =
        new ProcessOptions(
            query.first("container").orElse(""),
            query.all("command"),
            flag(query, "stdin"),
            flag(query, "stdout"),
            // A terminal has one output.
            flag(query, "stderr") && !terminal,
            terminal);
    if (!options.stdin && !options.stdout && !options.stderr) {
      throw StatusException.badRequest("you must specify at least 1 of stdin, stdout, stderr");
    }
    return options;
  }

  /// As upstream reads booleans: whatever is there and neither `false` nor `0` is true.
  static boolean flag(Query query, String name) {
    return query
        .first(name)
        .map(value -> !value.equalsIgnoreCase("false") && !value.equals("0"))
        .orElse(false);
  }
}
