package dev.gantry.engine.dockerapi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns what a client left out into Go's zero values, which is what Docker's API means by it.
final class Absent {
  private Absent() {}

  static String orEmpty(@Nullable String value) {
    return value == null ? "" : value;
  }

  static boolean orFalse(@Nullable Boolean value) {
    return value != null && value;
  }

  static long orZero(@Nullable Long value) {
    return value == null ? 0 : value;
  }

  static int orZero(@Nullable Integer value) {
    return value == null ? 0 : value;
  }

  /// The list without its nulls.
  static <T> List<T> orEmpty(@Nullable List<T> value) {
    List<T> present = new ArrayList<>();
    if (value != null) {
      for (T element : value) {
        if (element != null) {
          present.add(element);
        }
      }
    }
    return present;
  }

  /// The map without its nulls.
  static <V> Map<String, V> orEmpty(@Nullable Map<String, V> value) {
    Map<String, V> present = new HashMap<>();
    if (value != null) {
      value.forEach(
          (key, element) -> {
            if (element != null) {
              present.put(key, element);
            }
          });
    }
    return present;
  }
}
