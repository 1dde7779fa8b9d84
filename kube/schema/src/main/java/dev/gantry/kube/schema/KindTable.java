package dev.gantry.kube.schema;

import dev.gantry.kube.objects.GroupVersion;
import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.schema.Kind.Subresource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Reads `kinds.txt`, which explains itself.
final class KindTable {
  private static final Set<String> STANDARD_VERBS =
      Set.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

  private final StructureTable structures;
  private final List<Kind> kinds = new ArrayList<>();
  private GroupVersion groupVersion = new GroupVersion("", "");
  private String definitions = "";

  private KindTable(StructureTable structures) {
    this.structures = structures;
  }

  static List<Kind> read(String text, StructureTable structures) {
    KindTable table = new KindTable(structures);
    text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(table::line);
    return table.kinds;
  }

  private void line(String line) {
    String[] words = line.strip().split(" ", -1);
    if (line.startsWith(" ")) {
      kinds.add(kind(words));
    } else {
      groupVersion = GroupVersion.parse(words[0]);
      definitions = words[1];
    }
  }

  private Kind kind(String[] words) {
    GroupVersionKind name = groupVersion.kind(words[0]);
    boolean hasResource = !words[1].equals("-");
    boolean namespaced = true;
    Set<String> verbs = hasResource ? STANDARD_VERBS : Set.of();
    List<String> shortNames = List.of();
    List<String> categories = List.of();
    Optional<GroupVersionKind> storedAs = Optional.empty();
    List<Subresource> subresources = new ArrayList<>();
    for (String word : List.of(words).subList(2, words.length)) {
      int equals = word.indexOf('=');
      String value = word.substring(equals + 1);
      switch (equals < 0 ? word : word.substring(0, equals)) {
        case "cluster" -> namespaced = false;
        case "verbs" -> verbs = Set.of(value.split(",", -1));
        case "short" -> shortNames = List.of(value.split(",", -1));
        case "in" -> categories = List.of(value.split(",", -1));
        case "as" -> storedAs = Optional.of(GroupVersionKind.of(value, words[0]));
        case "status" ->
            subresources.add(new Subresource("status", name, Set.of("get", "patch", "update")));
        default -> subresources.add(subresource(word, name));
      }
    }
    subresources.sort(Comparator.comparing(Subresource::name));
    return new Kind(
        name,
        hasResource ? words[1] : "",
        hasResource ? words[0].toLowerCase(Locale.ROOT) : "",
        shortNames,
        categories,
        namespaced,
        verbs,
        subresources,
        storedAs,
        structures.get(definitions + "." + words[0]));
  }

  private static Subresource subresource(String word, GroupVersionKind parent) {
    int equals = word.indexOf('=');
    String name = word.substring(1, equals);
    GroupVersionKind kind = parent;
    int colon = name.indexOf(':');
    if (colon >= 0) {
      kind = qualified(name.substring(colon + 1), parent);
      name = name.substring(0, colon);
    }
    return new Subresource(name, kind, Set.of(word.substring(equals + 1).split(",", -1)));
  }

  /// A kind of the parent's group, or `group/version/kind`.
  private static GroupVersionKind qualified(String kind, GroupVersionKind parent) {
    int slash = kind.lastIndexOf('/');
    return slash < 0
        ? parent.groupVersion().kind(kind)
        : GroupVersionKind.of(kind.substring(0, slash), kind.substring(slash + 1));
  }
}
