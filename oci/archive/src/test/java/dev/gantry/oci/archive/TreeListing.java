package dev.gantry.oci.archive;

import dev.gantry.platform.linux.Directory;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.FileStat;
import dev.gantry.platform.linux.Lookup;
import dev.gantry.platform.linux.OpenFlag;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/// Everything about a tree that a change could show in, as text by path.
final class TreeListing {
  private final Map<String, String> lines = new TreeMap<>();
  private final Deque<String> directories = new ArrayDeque<>();
  private final boolean links;

  private TreeListing(boolean links) {
    this.links = links;
  }

  /// With link counts, for trees that must not change at all.
  static Map<String, String> ofCanary(Path root) throws IOException {
    return of(root, true);
  }

  /// For comparing two trees.
  static Map<String, String> of(Path root) throws IOException {
    return of(root, false);
  }

  private static Map<String, String> of(Path root, boolean links) throws IOException {
    var listing = new TreeListing(links);
    try (var directory = Directory.open(root, Lookup.NO_SYMLINKS)) {
      listing.add(".", directory.fd().stat(), "");
      listing.list("", directory);
      while (!listing.directories.isEmpty()) {
        String path = listing.directories.removeLast();
        try (var child = directory.openDirectory(path)) {
          listing.list(path + "/", child);
        }
      }
    }
    return listing.lines;
  }

  private void list(String prefix, Directory directory) throws IOException {
    for (var entry : directory.list()) {
      String name = entry.name();
      var stat = directory.stat(name);
      String detail =
          switch (stat.type()) {
            case SYMBOLIC_LINK -> "-> " + directory.readLink(name);
            case REGULAR -> content(directory, name);
            case CHARACTER_DEVICE, BLOCK_DEVICE -> stat.deviceId().toString();
            default -> "";
          };
      add(prefix + name, stat, detail + xattrs(directory, name));
      if (stat.isDirectory()) {
        directories.addLast(prefix + name);
      }
    }
  }

  private void add(String path, FileStat stat, String detail) {
    lines.put(
        path,
        "%s %04o %d:%d %d %s %s%s"
            .formatted(
                stat.type(),
                stat.permissions(),
                stat.uid(),
                stat.gid(),
                stat.isDirectory() ? 0 : stat.size(),
                stat.modified(),
                detail,
                links ? " links " + stat.links() : ""));
  }

  private static String content(Directory directory, String name) throws ErrnoException {
    try (var file = directory.open(name, OpenFlag.READ_ONLY, OpenFlag.NO_FOLLOW)) {
      return file.stat().size() > 1 << 20 ? "" : "hash " + Arrays.hashCode(file.readFully());
    }
  }

  private static String xattrs(Directory directory, String name) throws ErrnoException {
    var text = new StringBuilder();
    try (var xattrs = directory.xattrs(name)) {
      for (String attribute : xattrs.names().stream().sorted().toList()) {
        String value = xattrs.find(attribute).map(HexFormat.of()::formatHex).orElse("gone");
        text.append(' ').append(attribute).append('=').append(value);
      }
    }
    return text.toString();
  }
}
