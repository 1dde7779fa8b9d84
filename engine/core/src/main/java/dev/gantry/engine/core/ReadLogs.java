package dev.gantry.engine.core;

import dev.gantry.engine.runtime.ContainerRuntime;
import dev.gantry.engine.runtime.LogQuery;
import dev.gantry.engine.runtime.LogSpec;
import dev.gantry.engine.runtime.LogStream;
import dev.gantry.platform.errors.NotImplementedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Reads what a container wrote.
public final class ReadLogs {
  private final Containers containers;
  private final ContainerRuntime runtime;
  private final ContainerHost host;

  ReadLogs(Containers containers, ContainerRuntime runtime, ContainerHost host) {
    this.containers = containers;
    this.runtime = runtime;
    this.host = host;
  }

  /// A container's log.
  ///
  /// @param terminal whether the lines are a terminal's raw output
  /// @param details the labels and variables that the log's options name, sorted
  public record Logs(LogStream entries, boolean terminal, Map<String, String> details) {}

  /// Opens a container's log.
  ///
  /// @throws NotImplementedException when the container keeps no log
  public Logs run(String reference, LogQuery query) {
    var container = containers.get(reference);
    var record = container.record();
    if (!(host.log(record) instanceof LogSpec.File file)) {
      throw new NotImplementedException("configured logging driver does not support reading");
    }
    return new Logs(
        runtime.logs(container.id().value(), file, query),
        record.spec().process().terminal(),
        details(record.spec()));
  }

  private static Map<String, String> details(ContainerSpec spec) {
    var options = spec.log().options();
    Map<String, String> details = new TreeMap<>();
    Map<String, String> variables = new TreeMap<>();
    for (String entry : spec.process().environment()) {
      int equals = entry.indexOf('=');
      if (equals > 0) {
        variables.put(entry.substring(0, equals), entry.substring(equals + 1));
      }
    }
    pick(spec.labels(), options.get("labels"), options.get("labels-regex"), details);
    pick(variables, options.get("env"), options.get("env-regex"), details);
    return details;
  }

  private static void pick(
      Map<String, String> from,
      @org.jspecify.annotations.Nullable String names,
      @org.jspecify.annotations.Nullable String regex,
      Map<String, String> into) {
    List<String> wanted = new ArrayList<>(names == null ? List.of() : List.of(names.split(",")));
    from.forEach(
        (key, value) -> {
          if (wanted.contains(key)
              || (regex != null && Pattern.compile(regex).matcher(key).find())) {
            into.put(key, value);
          }
        });
  }
}
