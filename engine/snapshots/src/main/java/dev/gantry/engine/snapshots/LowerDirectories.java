package dev.gantry.engine.snapshots;

import dev.gantry.oci.archive.ArchiveOptions;
import dev.gantry.oci.archive.ExtractOptions.ImpliedDirectories;
import dev.gantry.oci.archive.TarEntry;
import dev.gantry.oci.archive.TarXattrs;
import dev.gantry.platform.linux.Directory;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.Xattrs;
import java.util.HashMap;
import java.util.Optional;

/// Finds what a directory is like in the layers below the one being written. A layer that has a
/// file but no entry for its directory means the directory as it was.
final class LowerDirectories implements ImpliedDirectories, AutoCloseable {
  private final MergedDirectory root;

  LowerDirectories(MergedDirectory root) {
    this.root = root;
  }

  @Override
  public Optional<TarEntry> find(String path) {
    try {
      return find(root, path, path);
    } catch (ErrnoException e) {
      throw SnapshotFailure.of("find directory " + path + " in the layers below", e);
    }
  }

  private static Optional<TarEntry> find(MergedDirectory from, String rest, String path)
      throws ErrnoException {
    int slash = rest.indexOf('/');
    String name = slash < 0 ? rest : rest.substring(0, slash);
    try (var directory = from.enter(name)) {
      if (slash >= 0) {
        return find(directory, rest.substring(slash + 1), path);
      }
      var uppermost = directory.uppermost();
      return uppermost.isEmpty() ? Optional.empty() : Optional.of(describe(uppermost.get(), path));
    }
  }

  private static TarEntry describe(Directory directory, String path) throws ErrnoException {
    var stat = directory.fd().stat();
    return TarEntry.directory(path, stat.permissions(), stat.modified())
        .withOwner(stat.uid(), stat.gid())
        .withXattrs(xattrs(Xattrs.of(directory.fd())));
  }

  private static TarXattrs xattrs(Xattrs xattrs) throws ErrnoException {
    var found = new HashMap<String, byte[]>();
    for (String name : xattrs.names()) {
      if (ArchiveOptions.PLAIN.xattrs().test(name)) {
        xattrs.find(name).ifPresent(value -> found.put(name, value));
      }
    }
    return TarXattrs.of(found);
  }

  @Override
  public void close() {
    root.close();
  }
}
