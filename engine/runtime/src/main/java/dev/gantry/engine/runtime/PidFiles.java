package dev.gantry.engine.runtime;

import dev.gantry.platform.linux.DirectoryChange;
import dev.gantry.platform.linux.DirectoryChange.Kind;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.Inotify;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// Tells when an OCI runtime has written a pid file, by which it says that a process was
/// started.
final class PidFiles implements AutoCloseable {
  private final Path directory;
  private final Map<String, CompletableFuture<Boolean>> expected = new ConcurrentHashMap<>();
  private final Inotify.Watch watch;

  private PidFiles(Path directory, Inotify inotify) throws ErrnoException {
    this.directory = directory;
    // crun writes the file in place, runc renames it.
    this.watch = inotify.watch(directory, EnumSet.of(Kind.WRITTEN, Kind.MOVED_IN), this::changed);
  }

  /// Watches a directory, which is for pid files only.
  static PidFiles watch(Path directory, Inotify inotify) throws ErrnoException {
    return new PidFiles(directory, inotify);
  }

  Path path(String name) {
    return directory.resolve(name);
  }

  /// Completes with true once the file of that name is written. To be asked for before whoever
  /// writes it is started, and given back with [#forget].
  CompletableFuture<Boolean> expect(String name) {
    return expected.computeIfAbsent(name, _ -> new CompletableFuture<>());
  }

  void forget(String name) {
    expected.remove(name);
  }

  private void changed(DirectoryChange change) {
    switch (change) {
      case DirectoryChange.Named(_, String name) -> complete(name);
      case DirectoryChange.Overflow() ->
          expected.keySet().stream()
              .filter(name -> Files.exists(path(name)))
              .forEach(this::complete);
      case DirectoryChange.Gone() -> {}
    }
  }

  private void complete(String name) {
    var waiting = expected.get(name);
    if (waiting != null) {
      waiting.complete(true);
    }
  }

  @Override
  public void close() {
    watch.close();
  }
}
