package dev.gantry.kube.patch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/// A set of paths into an object: the fields somebody owns.
///
/// Immutable. A tree whose nodes hold their elements in order, so that the set operations walk two
/// trees once, side by side, and share what they do not change. A path can be in the set (`owned`)
/// without those below it and the other way round: owning a list's element is not owning its
/// fields.
public final class FieldSet {
  public static final FieldSet EMPTY = new FieldSet(new PathElement[0], new boolean[0], none());

  private final PathElement[] elements;
  private final boolean[] owned;
  private final FieldSet[] below;

  private FieldSet(PathElement[] elements, boolean[] owned, FieldSet[] below) {
    this.elements = elements;
    this.owned = owned;
    this.below = below;
  }

  private static FieldSet[] none() {
    return new FieldSet[0];
  }

  /// The set of one path.
  public static FieldSet of(PathElement... path) {
    FieldSet set = EMPTY;
    for (int i = path.length - 1; i >= 0; i--) {
      set = new Builder().add(path[i], i == path.length - 1, set).build();
    }
    return set;
  }

  /// The set of one path of field names.
  public static FieldSet of(String... fields) {
    return of(Arrays.stream(fields).map(PathElement.FieldName::new).toArray(PathElement[]::new));
  }

  public boolean isEmpty() {
    return elements.length == 0;
  }

  int size() {
    return elements.length;
  }

  PathElement element(int i) {
    return elements[i];
  }

  boolean isOwned(int i) {
    return owned[i];
  }

  FieldSet below(int i) {
    return below[i];
  }

  /// Where an element is, or a negative number.
  int indexOf(PathElement element) {
    return Arrays.binarySearch(elements, element);
  }

  /// Whether the set contains the path.
  public boolean has(PathElement... path) {
    FieldSet set = this;
    for (int i = 0; i < path.length; i++) {
      int at = set.indexOf(path[i]);
      if (at < 0) {
        return false;
      }
      if (i == path.length - 1) {
        return set.owned[at];
      }
      set = set.below[at];
    }
    return false;
  }

  /// Paths in either.
  public FieldSet union(FieldSet other) {
    if (isEmpty()) {
      return other;
    }
    return other.isEmpty() ? this : combine(other, Operation.UNION);
  }

  /// Paths in both.
  public FieldSet intersection(FieldSet other) {
    return isEmpty() || other.isEmpty() ? EMPTY : combine(other, Operation.INTERSECTION);
  }

  /// Paths that are not in `other`.
  public FieldSet difference(FieldSet other) {
    return isEmpty() || other.isEmpty() ? this : combine(other, Operation.DIFFERENCE);
  }

  /// Paths that are neither in `other` nor below a path in it.
  public FieldSet recursiveDifference(FieldSet other) {
    return isEmpty() || other.isEmpty() ? this : combine(other, Operation.RECURSIVE_DIFFERENCE);
  }

  private enum Operation {
    UNION,
    INTERSECTION,
    DIFFERENCE,
    RECURSIVE_DIFFERENCE;

    boolean keepsLeft() {
      return this != INTERSECTION;
    }

    boolean keepsRight() {
      return this == UNION;
    }

    boolean owned(boolean left, boolean right) {
      return switch (this) {
        case UNION -> left || right;
        case INTERSECTION -> left && right;
        case DIFFERENCE, RECURSIVE_DIFFERENCE -> left && !right;
      };
    }

    FieldSet below(FieldSet left, FieldSet right, boolean rightOwned) {
      return switch (this) {
        case UNION -> left.union(right);
        case INTERSECTION -> left.intersection(right);
        case DIFFERENCE -> left.difference(right);
        case RECURSIVE_DIFFERENCE -> rightOwned ? EMPTY : left.recursiveDifference(right);
      };
    }
  }

  /// Gives back this very set when nothing comes of it, so that callers can tell cheaply.
  @SuppressWarnings("ReferenceEquality")
  private FieldSet combine(FieldSet other, Operation operation) {
    boolean same = true;
    Builder result = new Builder();
    int l = 0;
    int r = 0;
    while (l < elements.length || r < other.elements.length) {
      int order =
          l == elements.length
              ? 1
              : r == other.elements.length ? -1 : elements[l].compareTo(other.elements[r]);
      if (order < 0) {
        if (operation.keepsLeft()) {
          result.add(elements[l], owned[l], below[l]);
        } else {
          same = false;
        }
        l++;
      } else if (order > 0) {
        if (operation.keepsRight()) {
          same = false;
          result.add(other.elements[r], other.owned[r], other.below[r]);
        }
        r++;
      } else {
        boolean isOwned = operation.owned(owned[l], other.owned[r]);
        FieldSet under = operation.below(below[l], other.below[r], other.owned[r]);
        same &= isOwned == owned[l] && under == below[l];
        result.add(elements[l], isOwned, under);
        l++;
        r++;
      }
    }
    return same ? this : result.build();
  }

  /// All paths, in order.
  public void forEach(Consumer<List<PathElement>> action) {
    forEach(new ArrayList<>(), action);
  }

  private void forEach(List<PathElement> prefix, Consumer<List<PathElement>> action) {
    for (int i = 0; i < elements.length; i++) {
      prefix.add(elements[i]);
      if (owned[i]) {
        action.accept(List.copyOf(prefix));
      }
      below[i].forEach(prefix, action);
      prefix.removeLast();
    }
  }

  /// `.spec.containers[name="web"].image`.
  public static String message(List<PathElement> path) {
    StringBuilder text = new StringBuilder();
    path.forEach(element -> text.append(element.message()));
    return text.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FieldSet that
        && Arrays.equals(elements, that.elements, Comparator.naturalOrder())
        && Arrays.equals(owned, that.owned)
        && Arrays.equals(below, that.below);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(owned) + Arrays.hashCode(below);
  }

  @Override
  public String toString() {
    return FieldsV1.encode(this).toString();
  }

  /// Collects one level of a set.
  static final class Builder {
    private static final int FEW = 8;
    private PathElement[] elements = new PathElement[FEW];
    private boolean[] owned = new boolean[FEW];
    private FieldSet[] below = new FieldSet[FEW];
    private int size;
    private boolean sorted = true;

    /// Adds an element unless neither it nor anything below is owned.
    Builder add(PathElement element, boolean isOwned, FieldSet under) {
      if (!isOwned && under.isEmpty()) {
        return this;
      }
      if (size == elements.length) {
        elements = Arrays.copyOf(elements, 2 * size);
        owned = Arrays.copyOf(owned, 2 * size);
        below = Arrays.copyOf(below, 2 * size);
      }
      sorted &= size == 0 || elements[size - 1].compareTo(element) < 0;
      elements[size] = element;
      owned[size] = isOwned;
      below[size] = under;
      size++;
      return this;
    }

    FieldSet build() {
      if (size == 0) {
        return EMPTY;
      }
      if (!sorted) {
        sort();
      }
      return new FieldSet(
          Arrays.copyOf(elements, size), Arrays.copyOf(owned, size), Arrays.copyOf(below, size));
    }

    /// Puts the elements in order; equal ones, such as duplicates in a list, become one.
    private void sort() {
      Integer[] order = new Integer[size];
      Arrays.setAll(order, i -> i);
      PathElement[] unsorted = elements;
      Arrays.sort(order, (a, b) -> unsorted[a].compareTo(unsorted[b]));
      Builder result = new Builder();
      for (int i : order) {
        int last = result.size - 1;
        if (last >= 0 && result.elements[last].compareTo(elements[i]) == 0) {
          result.owned[last] |= owned[i];
          result.below[last] = result.below[last].union(below[i]);
        } else {
          result.add(elements[i], owned[i], below[i]);
        }
      }
      elements = result.elements;
      owned = result.owned;
      below = result.below;
      size = result.size;
      sorted = true;
    }
  }
}
