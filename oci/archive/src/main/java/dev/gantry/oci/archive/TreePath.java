package dev.gantry.oci.archive;

import java.util.ArrayDeque;

/// The name of an entry, cleaned: relative to the root it is extracted into, without `.`, `..`
/// and empty components. Leading `..` end at the root, as they do in a chroot. The cleaning is
/// lexical; symbolic links among the components are the kernel's to resolve, inside the root.
///
/// @param parent the path of the directory, empty for the root
/// @param name the last component, empty only for the root itself
record TreePath(String parent, String name) {
  static final TreePath ROOT = new TreePath("", "");

  static TreePath of(String raw) {
    if (isClean(raw)) {
      return split(raw);
    }
    var components = new ArrayDeque<String>();
    for (String component : raw.split("/", -1)) {
      switch (component) {
        case "", "." -> {}
        case ".." -> components.pollLast();
        default -> components.addLast(component);
      }
    }
    return components.isEmpty() ? ROOT : split(String.join("/", components));
  }

  private static boolean isClean(String raw) {
    return !raw.isEmpty()
        && raw.charAt(0) != '/'
        && !raw.startsWith(".")
        && !raw.contains("//")
        && !raw.contains("/.")
        && !raw.endsWith("/");
  }

  private static TreePath split(String clean) {
    int slash = clean.lastIndexOf('/');
    return slash < 0
        ? new TreePath("", clean)
        : new TreePath(clean.substring(0, slash), clean.substring(slash + 1));
  }

  boolean isRoot() {
    return name.isEmpty();
  }

  /// The whole path, empty for the root.
  String full() {
    return parent.isEmpty() ? name : parent + "/" + name;
  }

  TreePath sibling(String other) {
    return new TreePath(parent, other);
  }
}
