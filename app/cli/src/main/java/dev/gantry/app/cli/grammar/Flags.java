package dev.gantry.app.cli.grammar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The flags as given on one command line, on top of their defaults.
public final class Flags {
  private final Map<String, Flag> declared;
  private final Map<String, List<String>> given = new LinkedHashMap<>();

  Flags(Spec spec) {
    declared = spec.flags();
  }

  void add(Flag flag, String value) {
    List<String> values = given.computeIfAbsent(flag.name(), _ -> new ArrayList<>());
    if (!flag.repeatable()) {
      values.clear();
    }
    values.add(value);
  }

  /// Whether the flag appeared at all, whatever its value.
  public boolean has(String name) {
    return given.containsKey(name);
  }

  /// Whether no flag was given at all.
  public boolean isEmpty() {
    return given.isEmpty();
  }

  public boolean bool(String name) {
    String value = string(name);
    return !value.isEmpty() && Values.bool(value);
  }

  /// The last value given, or the declared default.
  public String string(String name) {
    List<String> values = given.get(name);
    return values == null ? declaration(name).defaultText() : values.getLast();
  }

  /// The value, unless the flag is absent or empty.
  public Optional<String> find(String name) {
    String value = string(name);
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  public long integer(String name) {
    String value = string(name);
    return value.isEmpty() ? 0 : Values.integer(value);
  }

  public long bytes(String name) {
    String value = string(name);
    return value.isEmpty() ? 0 : value.equals("-1") ? -1 : Values.bytes(value);
  }

  public long nanos(String name) {
    String value = string(name);
    return value.isEmpty() ? 0 : Values.duration(value);
  }

  /// All values in the order given; arguments of comma-separated flags are taken apart.
  public List<String> list(String name) {
    List<String> values = given.getOrDefault(name, List.of());
    if (declaration(name).type() != FlagType.STRINGS) {
      return List.copyOf(values);
    }
    return values.stream().flatMap(value -> Csv.split(value).stream()).toList();
  }

  /// `key=value` arguments as a map; a later one wins.
  public Map<String, String> map(String name) {
    Map<String, String> map = new LinkedHashMap<>();
    for (String entry : list(name)) {
      int equals = entry.indexOf('=');
      map.put(
          equals < 0 ? entry : entry.substring(0, equals),
          equals < 0 ? "" : entry.substring(equals + 1));
    }
    return map;
  }

  private Flag declaration(String name) {
    Flag flag = declared.get(name);
    if (flag == null) {
      throw new IllegalArgumentException("flag --" + name + " is not declared");
    }
    return flag;
  }
}
