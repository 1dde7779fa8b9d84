package dev.gantry.kube.schema.decode;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/// Where in a document the reader is, in the two ways that messages put it.
final class FieldPath {
  private final Deque<Step> steps = new ArrayDeque<>();

  private sealed interface Step {}

  private record Name(String name) implements Step {}

  /// A key of a map, which is data and not the name of a field.
  private record Key(String key) implements Step {}

  private record Index(int index) implements Step {}

  void enterField(String name) {
    steps.addLast(new Name(name));
  }

  void enterKey(String key) {
    steps.addLast(new Key(key));
  }

  void enterIndex(int index) {
    steps.addLast(new Index(index));
  }

  void leave() {
    steps.removeLast();
  }

  /// `spec.template.spec.containers[0].name`, for a field at this place.
  String of(String field) {
    StringBuilder path = new StringBuilder();
    for (Step step : steps) {
      switch (step) {
        case Name(String name) -> path.append(name).append('.');
        case Key(String key) -> path.append(key).append('.');
        case Index(int index) -> path.insert(path.length() - 1, "[" + index + "]");
      }
    }
    return path.append(field).toString();
  }

  /// `spec.template.spec.containers.name`: only the names of fields, down to this place.
  String names() {
    StringBuilder path = new StringBuilder();
    for (Iterator<Step> all = steps.iterator(); all.hasNext(); ) {
      if (all.next() instanceof Name(String name)) {
        path.append(path.isEmpty() ? "" : ".").append(name);
      }
    }
    return path.toString();
  }
}
