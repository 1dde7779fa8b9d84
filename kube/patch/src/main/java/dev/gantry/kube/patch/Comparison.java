package dev.gantry.kube.patch;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// What differs between two states of an object, as sets of paths.
///
/// @param changed leaves that are new or have another value, and structures, entries and elements
///     that are new
/// @param removed what is no longer there
record Comparison(FieldSet changed, FieldSet removed) {
  static Comparison between(Shape shape, JsonNode before, JsonNode after) {
    Level level = new Level();
    level.children(shape, before, after);
    return level.result();
  }

  boolean isEmpty() {
    return changed.isEmpty() && removed.isEmpty();
  }

  /// Without what lies at or below the given paths.
  Comparison without(FieldSet ignored) {
    return ignored.isEmpty()
        ? this
        : new Comparison(
            changed.recursiveDifference(ignored), removed.recursiveDifference(ignored));
  }

  /// Without what nobody owns.
  Comparison tracked() {
    return new Comparison(Managers.tracked(changed), Managers.tracked(removed));
  }

  FieldSet all() {
    return changed.union(removed);
  }

  /// One object or list while it is compared.
  private static final class Level {
    private final FieldSet.Builder changed = new FieldSet.Builder();
    private final FieldSet.Builder removed = new FieldSet.Builder();

    Comparison result() {
      return new Comparison(changed.build(), removed.build());
    }

    /// Compares what is in two values of one shape; absent ones have nothing in them.
    void children(Shape shape, @Nullable JsonNode before, @Nullable JsonNode after) {
      switch (shape) {
        case Shape.Fields _, Shape.Entries _ -> fields(shape, before, after);
        case Shape.Items _, Shape.KeyedItems _ -> elements(shape, before, after);
        case Shape.Leaf _, Shape.Deduced _ -> {}
      }
    }

    private void fields(Shape shape, @Nullable JsonNode before, @Nullable JsonNode after) {
      if (before != null) {
        for (Map.Entry<String, JsonNode> field : before.properties()) {
          String name = field.getKey();
          field(shape, name, field.getValue(), after == null ? null : after.get(name), after);
        }
      }
      if (after != null) {
        for (Map.Entry<String, JsonNode> field : after.properties()) {
          String name = field.getKey();
          if (before == null || !before.has(name)) {
            JsonNode was = before == null ? null : StandingFields.valueOf(shape, name);
            compare(new PathElement.FieldName(name), shape.field(name), was, field.getValue());
          }
        }
      }
    }

    private void field(
        Shape shape, String name, JsonNode was, @Nullable JsonNode is, @Nullable JsonNode after) {
      if (is != null && Values.same(was, is)) {
        return; // Most of most writes; cheaper than taking it apart to find nothing.
      }
      JsonNode now = is == null && after != null ? StandingFields.valueOf(shape, name) : is;
      compare(new PathElement.FieldName(name), shape.field(name), was, now);
    }

    private void compare(
        PathElement at, Shape place, @Nullable JsonNode was, @Nullable JsonNode is) {
      JsonNode before = Values.isAbsent(was) ? null : was;
      JsonNode after = Values.isAbsent(is) ? null : is;
      if (before == null && after == null) {
        return;
      }
      if (before == null || after == null) {
        addedOrRemoved(at, place, before, after);
        return;
      }
      Shape shape = place.forValue(after);
      if (!shape.getClass().equals(place.forValue(before).getClass())) {
        // Another kind of value, which only data without schema may become.
        addedOrRemoved(at, place, before, null);
        addedOrRemoved(at, place, null, after);
        return;
      }
      if (shape instanceof Shape.Leaf || (before.isEmpty() && after.isEmpty())) {
        changed.add(at, !Values.same(before, after), FieldSet.EMPTY);
        return;
      }
      Level inner = new Level();
      inner.children(shape, before, after);
      changed.add(at, false, inner.changed.build());
      removed.add(at, false, inner.removed.build());
    }

    private void addedOrRemoved(
        PathElement at, Shape place, @Nullable JsonNode before, @Nullable JsonNode after) {
      JsonNode value = after != null ? after : before != null ? before : MissingNode.getInstance();
      Level inner = new Level();
      inner.children(place.forValue(value), before, after);
      changed.add(at, after != null, inner.changed.build());
      removed.add(at, before != null, inner.removed.build());
    }

    private void elements(Shape shape, @Nullable JsonNode before, @Nullable JsonNode after) {
      Map<PathElement, List<JsonNode>> was = byElement(shape, before);
      Map<PathElement, List<JsonNode>> is = byElement(shape, after);
      was.forEach((at, values) -> element(shape, at, values, is.getOrDefault(at, List.of())));
      is.forEach(
          (at, values) -> {
            if (!was.containsKey(at)) {
              element(shape, at, List.of(), values);
            }
          });
    }

    /// Elements are compared one to one; those that occur twice, which old objects may contain, as
    /// one value.
    private void element(Shape shape, PathElement at, List<JsonNode> was, List<JsonNode> is) {
      if (was.size() <= 1 && is.size() <= 1) {
        compare(at, shape.element(), first(was), first(is));
      } else if (was.size() >= 2 && is.size() >= 2) {
        changed.add(at, !sameValues(was, is), FieldSet.EMPTY);
      } else if (was.size() >= 2) {
        removed.add(at, true, FieldSet.EMPTY);
        compare(at, shape.element(), null, first(is));
      } else {
        changed.add(at, true, FieldSet.EMPTY);
        compare(at, shape.element(), first(was), null);
      }
    }

    private static @Nullable JsonNode first(List<JsonNode> values) {
      return values.isEmpty() ? null : values.getFirst();
    }

    private static boolean sameValues(List<JsonNode> was, List<JsonNode> is) {
      Iterator<JsonNode> other = is.iterator();
      return was.size() == is.size() && was.stream().allMatch(v -> Values.same(v, other.next()));
    }

    /// Elements that lack their keys cannot be owned and are passed over.
    private static Map<PathElement, List<JsonNode>> byElement(
        Shape shape, @Nullable JsonNode list) {
      Map<PathElement, List<JsonNode>> elements = new TreeMap<>();
      if (list != null) {
        for (JsonNode value : list) {
          try {
            elements
                .computeIfAbsent(ListElements.of(shape, value), _ -> new ArrayList<>(1))
                .add(value);
          } catch (IllegalArgumentException _) {
            // Passed over.
          }
        }
      }
      return elements;
    }
  }
}
