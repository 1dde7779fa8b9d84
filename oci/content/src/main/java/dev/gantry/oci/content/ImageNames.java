package dev.gantry.oci.content;

import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/// Names as tables and inspection show them.
final class ImageNames {
  private ImageNames() {}

  static List<String> familiar(Collection<NamedImage> names, Predicate<NamedImage> which) {
    return names.stream().filter(which).map(named -> named.name().familiar()).toList();
  }
}
