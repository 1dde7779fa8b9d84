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
  private final MergedLayers layers;

  LowerDirectories(MergedLayers layers) {
    this.layers = layers;
  }

  @Override
  public Optional<TarEntry> find(String path) {
    try {
      var directory = layers.root();
      for (String name : path.split("/", -1)) {
        directory = directory.enter(name);
      }
      if (!directory.exists()) {
        return Optional.empty();
      }
      try (var opened = directory.openUppermost()) {
        return Optional.of(describe(opened, path));
      }
    } catch (ErrnoException e) {
      throw SnapshotFailure.of("find directory " + path + " in the layers below", e);
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
    layers.close();
  }
}
