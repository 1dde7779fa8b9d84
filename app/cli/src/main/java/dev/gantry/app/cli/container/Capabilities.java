package dev.gantry.app.cli.container;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// `--cap-add` and `--cap-drop`, by their full names: `net_admin` is `CAP_NET_ADMIN`.
///
/// `ALL` swallows the others of its list, and adding a capability outweighs dropping it.
record Capabilities(List<String> add, List<String> drop) {
  private static final String ALL = "ALL";

  static Capabilities of(List<String> add, List<String> drop) {
    Set<String> added = names(add);
    Set<String> dropped = names(drop);
    dropped.removeAll(added);
    return new Capabilities(List.copyOf(added), List.copyOf(dropped));
  }

  private static Set<String> names(List<String> given) {
    Set<String> names = new TreeSet<>();
    for (String capability : given) {
      String name = capability.strip().toUpperCase(Locale.ROOT);
      boolean full = name.startsWith("CAP_") || name.equals(ALL) || name.equals("RESET");
      names.add(full ? name : "CAP_" + name);
    }
    if (names.contains(ALL)) {
      names.retainAll(Set.of(ALL));
    }
    return names;
  }
}
