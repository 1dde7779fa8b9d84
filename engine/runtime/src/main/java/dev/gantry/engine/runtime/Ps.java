package dev.gantry.engine.runtime;

import dev.gantry.platform.errors.InternalException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// Runs the host's `ps` and picks the lines of a task's processes, as `docker top` does.
final class Ps {
  private final Command command;

  Ps(Command command) {
    this.command = command;
  }

  ProcessTable list(List<String> arguments, List<Integer> pids) throws InterruptedException {
    // Without being told which, ps shows those of its own terminal only. Not every option of the
    // caller's goes together with -q, though.
    var chosen = pids.stream().map(String::valueOf).collect(Collectors.joining(","));
    var result = run(arguments, List.of("-q", chosen));
    if (result.failed()) {
      result = run(arguments, List.of());
    }
    if (result.failed()) {
      throw new InternalException("Error running ps: " + result.output());
    }
    return select(result.output().lines().toList(), pids);
  }

  private Command.Result run(List<String> arguments, List<String> more)
      throws InterruptedException {
    var call = new ArrayList<>(List.of("ps"));
    call.addAll(arguments);
    call.addAll(more);
    return command.run(call);
  }

  static ProcessTable select(List<String> lines, List<Integer> pids) {
    var titles = lines.isEmpty() ? List.<String>of() : fields(lines.getFirst());
    int pidColumn = titles.indexOf("PID");
    if (pidColumn < 0) {
      throw new InternalException("Couldn't find PID field in ps output");
    }
    var rows = new ArrayList<List<String>>();
    for (String line : lines.subList(1, lines.size())) {
      var fields = fields(line);
      if (fields.size() > pidColumn && isOneOf(fields.get(pidColumn), pids)) {
        rows.add(fold(fields, titles.size()));
      }
    }
    return new ProcessTable(titles, rows);
  }

  private static boolean isOneOf(String pid, List<Integer> pids) {
    return pid.matches("[0-9]{1,9}") && pids.contains(Integer.parseInt(pid));
  }

  private static List<String> fields(String line) {
    return Arrays.stream(line.strip().split("\\s+", -1)).filter(field -> !field.isEmpty()).toList();
  }

  /// The last column is a command with its arguments.
  private static List<String> fold(List<String> fields, int columns) {
    if (fields.size() <= columns) {
      return fields;
    }
    var row = new ArrayList<>(fields.subList(0, columns - 1));
    row.add(String.join(" ", fields.subList(columns - 1, fields.size())));
    return row;
  }
}
