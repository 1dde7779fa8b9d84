package dev.gantry.kube.apiserver;

import dev.gantry.platform.http.Query;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What must be in order for the server to be of use: named checks, asked when somebody asks.
/// Components add theirs.
///
/// `livez` has only those that a restart could cure; `readyz` and `healthz` have all.
public final class HealthChecks {
  private final Map<String, Entry> checks = new LinkedHashMap<>();

  /// Says what is wrong, if something is.
  @FunctionalInterface
  public interface Check {
    Optional<String> problem();
  }

  private record Entry(Check check, boolean vital) {}

  /// An answer: the whole text and whether all is well.
  record Report(boolean healthy, String text) {}

  public HealthChecks() {
    add("ping", true, Optional::empty);
  }

  /// Adds a check.
  ///
  /// @param vital whether a failure means that the process should be started again
  public synchronized void add(String name, boolean vital, Check check) {
    checks.put(name, new Entry(check, vital));
  }

  private synchronized Map<String, Entry> snapshot() {
    return new LinkedHashMap<>(checks);
  }

  /// All checks of an endpoint.
  ///
  /// @param endpoint `livez`, `readyz` or `healthz`
  Report report(String endpoint, Query query) {
    StringBuilder text = new StringBuilder();
    boolean healthy = true;
    var excluded = query.all("exclude");
    for (var each : snapshot().entrySet()) {
      if (excluded.contains(each.getKey())) {
        text.append("[+]").append(each.getKey()).append(" excluded: ok\n");
      } else if (each.getValue().vital() || !endpoint.equals("livez")) {
        Optional<String> problem = problem(each.getValue());
        healthy &= problem.isEmpty();
        text.append(problem.isEmpty() ? "[+]" : "[-]")
            .append(each.getKey())
            .append(problem.map(reason -> " failed: " + reason).orElse(" ok"))
            .append('\n');
      }
    }
    if (healthy && !query.has("verbose")) {
      return new Report(true, "ok");
    }
    return new Report(
        healthy, text + endpoint + " check " + (healthy ? "passed" : "failed") + "\n");
  }

  /// One check; empty when there is none of that name.
  Optional<Report> report(String name) {
    return Optional.ofNullable(snapshot().get(name))
        .map(this::problem)
        .map(
            problem ->
                new Report(
                    problem.isEmpty(),
                    problem.map(reason -> "internal server error: " + reason).orElse("ok")));
  }

  private Optional<String> problem(Entry entry) {
    try {
      return entry.check().problem();
    } catch (RuntimeException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
