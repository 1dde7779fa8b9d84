package dev.gantry.platform.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An immutable map of entries in key order. A changed copy shares all but a path of nodes with its
/// origin, so every revision of the store can have its own and readers need no locks.
///
/// A weight-balanced tree: for each node, neither subtree is more than [#BALANCE] times as heavy as
/// the other. Keeping sizes costs nothing beyond that and answers "how many keys lie between?".
final class SortedEntries {
  static final SortedEntries EMPTY = new SortedEntries(null);

  /// The parameters ⟨3, 2⟩ are the only integers for which deletion keeps the balance (Hirai and
  /// Yamamoto, "Balancing weight-balanced trees", 2011).
  private static final int BALANCE = 3;

  private static final int SINGLE_ROTATION = 2;

  private final @Nullable Node root;

  private SortedEntries(@Nullable Node root) {
    this.root = root;
  }

  /// A map of entries that are already in key order.
  static SortedEntries ofSorted(List<Entry> entries) {
    return new SortedEntries(build(entries, 0, entries.size()));
  }

  int size() {
    return weight(root) - 1;
  }

  Optional<Entry> find(String key) {
    Node node = root;
    while (node != null) {
      int order = key.compareTo(node.entry.key());
      if (order == 0) {
        return Optional.of(node.entry);
      }
      node = order < 0 ? node.left : node.right;
    }
    return Optional.empty();
  }

  SortedEntries with(Entry entry) {
    return new SortedEntries(put(root, entry));
  }

  SortedEntries without(String key) {
    return find(key).isEmpty() ? this : new SortedEntries(remove(root, key));
  }

  /// How many keys the range holds.
  int count(KeyRange range) {
    int end = range.end().map(bound -> countBelow(bound, false)).orElse(size());
    return Math.max(0, end - countBelow(range.start(), range.startExcluded()));
  }

  /// The first entries of a range, at most `limit`.
  List<Entry> list(KeyRange range, int limit) {
    List<Entry> found = new ArrayList<>(Math.min(limit, count(range)));
    collect(root, range, limit, found);
    return found;
  }

  private static void collect(@Nullable Node node, KeyRange range, int limit, List<Entry> found) {
    if (node == null || found.size() >= limit) {
      return;
    }
    boolean afterStart = range.isAfterStart(node.entry.key());
    boolean beforeEnd = range.isBeforeEnd(node.entry.key());
    if (afterStart) {
      collect(node.left, range, limit, found);
    }
    if (afterStart && beforeEnd && found.size() < limit) {
      found.add(node.entry);
    }
    if (beforeEnd) {
      collect(node.right, range, limit, found);
    }
  }

  /// How many keys come before a bound, or are the bound itself when it is included.
  private int countBelow(String bound, boolean boundIncluded) {
    int below = 0;
    Node node = root;
    while (node != null) {
      int order = node.entry.key().compareTo(bound);
      if (order < 0 || (order == 0 && boundIncluded)) {
        below += weight(node.left);
        node = node.right;
      } else {
        node = node.left;
      }
    }
    return below;
  }

  private static @Nullable Node build(List<Entry> entries, int from, int to) {
    if (from == to) {
      return null;
    }
    int middle = (from + to) >>> 1;
    return new Node(
        entries.get(middle), build(entries, from, middle), build(entries, middle + 1, to));
  }

  private static Node put(@Nullable Node node, Entry entry) {
    if (node == null) {
      return new Node(entry, null, null);
    }
    int order = entry.key().compareTo(node.entry.key());
    if (order == 0) {
      return new Node(entry, node.left, node.right);
    }
    return order < 0
        ? balanced(node.entry, put(node.left, entry), node.right)
        : balanced(node.entry, node.left, put(node.right, entry));
  }

  private static @Nullable Node remove(@Nullable Node node, String key) {
    if (node == null) {
      return null;
    }
    int order = key.compareTo(node.entry.key());
    if (order < 0) {
      return balanced(node.entry, remove(node.left, key), node.right);
    }
    if (order > 0) {
      return balanced(node.entry, node.left, remove(node.right, key));
    }
    if (node.left == null) {
      return node.right;
    }
    if (node.right == null) {
      return node.left;
    }
    Entry successor = first(node.right);
    return balanced(successor, node.left, remove(node.right, successor.key()));
  }

  private static Entry first(Node node) {
    Node first = node;
    while (first.left != null) {
      first = first.left;
    }
    return first.entry;
  }

  /// A node of two subtrees of which one may have become one entry too heavy or too light.
  private static Node balanced(Entry entry, @Nullable Node left, @Nullable Node right) {
    if (right != null && weight(right) > BALANCE * weight(left)) {
      return rotatedLeft(entry, left, right);
    }
    if (left != null && weight(left) > BALANCE * weight(right)) {
      return rotatedRight(entry, left, right);
    }
    return new Node(entry, left, right);
  }

  private static Node rotatedLeft(Entry entry, @Nullable Node left, Node right) {
    Node inner = right.left;
    if (inner == null || weight(inner) < SINGLE_ROTATION * weight(right.right)) {
      return new Node(right.entry, new Node(entry, left, inner), right.right);
    }
    return new Node(
        inner.entry,
        new Node(entry, left, inner.left),
        new Node(right.entry, inner.right, right.right));
  }

  private static Node rotatedRight(Entry entry, Node left, @Nullable Node right) {
    Node inner = left.right;
    if (inner == null || weight(inner) < SINGLE_ROTATION * weight(left.left)) {
      return new Node(left.entry, left.left, new Node(entry, inner, right));
    }
    return new Node(
        inner.entry,
        new Node(left.entry, left.left, inner.left),
        new Node(entry, inner.right, right));
  }

  /// One more than the number of entries, so that an empty subtree weighs something.
  private static int weight(@Nullable Node node) {
    return node == null ? 1 : node.weight;
  }

  private static final class Node {
    final Entry entry;
    final @Nullable Node left;
    final @Nullable Node right;
    final int weight;

    Node(Entry entry, @Nullable Node left, @Nullable Node right) {
      this.entry = entry;
      this.left = left;
      this.right = right;
      this.weight = weight(left) + weight(right);
    }
  }
}
