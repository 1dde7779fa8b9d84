package dev.gantry.oci.archive;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Extended attributes of a file: names to bytes, sorted by name, equal when their bytes are
/// equal. Values are bytes and nothing else; `security.capability` is not text in any charset.
public final class TarXattrs {
  /// No attributes.
  public static final TarXattrs NONE = new TarXattrs(new TreeMap<>());

  private final NavigableMap<String, byte[]> values;

  private TarXattrs(NavigableMap<String, byte[]> values) {
    this.values = values;
  }

  public static TarXattrs of(Map<String, byte[]> values) {
    if (values.isEmpty()) {
      return NONE;
    }
    var copy = new TreeMap<String, byte[]>();
    values.forEach((name, value) -> copy.put(name, value.clone()));
    return new TarXattrs(copy);
  }

  public boolean isEmpty() {
    return values.isEmpty();
  }

  public SortedSet<String> names() {
    return Collections.unmodifiableSortedSet(values.navigableKeySet());
  }

  /// The bytes of an attribute that [#names] lists.
  public byte[] value(String name) {
    byte[] value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no attribute " + name + " among " + names());
    }
    return value.clone();
  }

  /// These attributes without those whose name the predicate does not accept.
  public TarXattrs filter(Predicate<String> accept) {
    return of(
        values.entrySet().stream()
            .filter(e -> accept.test(e.getKey()))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TarXattrs that
        && names().equals(that.names())
        && names().stream().allMatch(n -> Arrays.equals(values.get(n), that.values.get(n)));
  }

  @Override
  public int hashCode() {
    return values.keySet().hashCode();
  }

  @Override
  public String toString() {
    return values.entrySet().stream()
        .map(e -> e.getKey() + "[" + e.getValue().length + "]")
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
