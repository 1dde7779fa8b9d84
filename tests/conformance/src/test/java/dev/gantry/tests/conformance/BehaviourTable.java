package dev.gantry.tests.conformance;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Disabled;

/// All behaviours of the areas we answer for, and what is known of each.
record BehaviourTable(Map<String, Map<String, State>> areas) {

  /// What is known of a behaviour. A test that is switched off says what is missing.
  sealed interface State {
    record Tested() implements State {}

    record Missing(String reason) implements State {}
  }

  /// Reads the list of behaviours and the annotations of this package's tests.
  static BehaviourTable read() {
    Map<String, Map<String, State>> areas = readNames();
    for (JavaClass type :
        new ClassFileImporter().importPackages(BehaviourTable.class.getPackageName())) {
      if (type.isAnnotatedWith(Area.class)) {
        addTests(type.reflect(), areas);
      }
    }
    return new BehaviourTable(areas);
  }

  private static void addTests(Class<?> type, Map<String, Map<String, State>> areas) {
    String area = type.getAnnotation(Area.class).value();
    Map<String, State> states = areas.get(area);
    if (states == null) {
      throw new IllegalStateException(type.getSimpleName() + ": behaviours.txt has no [" + area);
    }
    for (Method method : type.getDeclaredMethods()) {
      var behaviour = method.getAnnotation(Behaviour.class);
      if (behaviour == null) {
        continue;
      }
      var disabled = method.getAnnotation(Disabled.class);
      for (String name : behaviour.value()) {
        if (!states.containsKey(name)) {
          throw new IllegalStateException(method + ": [" + area + "] has no \"" + name + "\"");
        }
        states.put(
            name, disabled == null ? new State.Tested() : new State.Missing(disabled.value()));
      }
    }
  }

  private static Map<String, Map<String, State>> readNames() {
    Map<String, Map<String, State>> areas = new LinkedHashMap<>();
    List<String> lines;
    try (var in = BehaviourTable.class.getResourceAsStream("behaviours.txt")) {
      if (in == null) {
        throw new IllegalStateException("behaviours.txt is not on the class path");
      }
      lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, State> area = new LinkedHashMap<>();
    for (String line : lines) {
      if (line.startsWith("[")) {
        area = new LinkedHashMap<>();
        areas.put(line.substring(1, line.indexOf(']')), area);
      } else if (!line.isBlank() && !line.startsWith("#")) {
        area.put(line.strip(), new State.Missing("no test yet"));
      }
    }
    return areas;
  }

  private static long tested(Map<String, State> states) {
    return states.values().stream().filter(State.Tested.class::isInstance).count();
  }

  /// The document that shows the table to readers.
  String markdown() {
    long all = areas.values().stream().mapToLong(Map::size).sum();
    long tested = areas.values().stream().mapToLong(BehaviourTable::tested).sum();
    List<String> lines = new ArrayList<>();
    lines.add("# Conformance");
    lines.add("");
    lines.add(
        "Behaviours that Kubernetes' conformance suite (v1.32) names, in the areas Gantry answers");
    lines.add(
        "for so far. Each passes as a test of our own in `tests/conformance`, or is named here as");
    lines.add("missing. Written by that module; `-Dgantry.conformance.write=true` renews it.");
    lines.add("");
    lines.add("**%d of %d pass (%d %%).**".formatted(tested, all, 100 * tested / Math.max(1, all)));
    lines.add("");
    lines.add("| area | pass | of |");
    lines.add("|---|---|---|");
    areas.forEach(
        (area, states) ->
            lines.add("| %s | %d | %d |".formatted(area, tested(states), states.size())));
    areas.forEach((area, states) -> addArea(lines, area, states));
    return String.join("\n", lines) + "\n";
  }

  private static void addArea(List<String> lines, String area, Map<String, State> states) {
    lines.add("");
    lines.add("## " + area);
    states.forEach(
        (name, state) ->
            lines.add(
                switch (state) {
                  case State.Tested() -> "- [x] " + name;
                  case State.Missing(String reason) -> "- [ ] " + name + " — " + reason;
                }));
  }
}
