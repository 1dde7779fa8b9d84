package dev.gantry.engine.runtime;

import dev.gantry.platform.errors.InternalException;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.linux.Directory;
import dev.gantry.platform.linux.Errno;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.FileSystemStat;
import dev.gantry.platform.linux.Lookup;
import dev.gantry.platform.linux.OpenFlag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Looks at a root filesystem with the eyes of somebody who made it to break out: before every
/// start, since the container may have changed it since the last one.
///
/// crun before 1.14.1 enters a working directory that leads through `/proc` to an open
/// descriptor (CVE-2024-21626), and before 1.28 makes device nodes wherever a `/dev` that is a
/// link points to (CVE-2026-47766). Neither is left to it here.
final class RootfsGuard implements AutoCloseable {
  /// What the runtime mounts on or makes nodes in.
  private static final List<String> REAL_DIRECTORIES =
      List.of("proc", "sys", "dev", "dev/pts", "dev/shm", "dev/mqueue");

  private static final Path PROC = Path.of("/proc");
  private static final int NEW_DIRECTORY_MODE = 0755;
  private static final int MOST_LINKS = 40;

  private final Directory root;
  private final Path prefix;

  private RootfsGuard(Directory root, Path prefix) {
    this.root = root;
    this.prefix = prefix;
  }

  /// Throws [InvalidArgumentException] when the task must not be started on this filesystem.
  /// Makes the working directory when it is missing.
  static void check(TaskSpec spec) {
    try (var guard = open(spec.rootfs())) {
      for (String name : REAL_DIRECTORIES) {
        guard.requireRealDirectory(name);
      }
      for (MountSpec mount : spec.mounts()) {
        guard.checkDestination(mount.destination(), spec.security().privileged());
      }
      guard.prepareWorkingDirectory(spec);
    } catch (IOException e) {
      throw new InternalException("check root filesystem " + spec.rootfs() + " of " + spec.id(), e);
    }
  }

  /// Checks the working directory of an exec.
  ///
  /// @param root of the running container, as `/proc/PID/root`
  static void checkWorkingDirectory(Path root, String cwd) {
    try (var guard = open(root)) {
      guard.requireOutsideProc(cwd, guard.resolve(cwd));
    } catch (IOException e) {
      throw new InternalException("check working directory " + cwd, e);
    }
  }

  private static RootfsGuard open(Path rootfs) throws IOException {
    var root = Directory.open(rootfs, Lookup.IN_ROOT);
    try {
      return new RootfsGuard(root, Files.readSymbolicLink(root.fd().path()));
    } catch (IOException e) {
      root.close();
      throw e;
    }
  }

  private void requireRealDirectory(String name) throws ErrnoException {
    try {
      root.open(name, Lookup.NO_SYMLINKS, 0, OpenFlag.PATH, OpenFlag.DIRECTORY).close();
    } catch (ErrnoException e) {
      if (e.is(Errno.ELOOP) || e.is(Errno.ENOTDIR) || e.is(Errno.EXDEV)) {
        throw new InvalidArgumentException(
            "/" + name + " of the container's root filesystem is not a real directory", e);
      }
      if (!e.is(Errno.ENOENT)) {
        throw e;
      }
    }
  }

  private void checkDestination(String destination, boolean privileged) throws IOException {
    var resolved = resolve(destination);
    boolean refused =
        resolved.equals(Path.of("/"))
            || resolved.startsWith(PROC)
            || (!privileged
                && (resolved.equals(Path.of("/sys")) || resolved.equals(Path.of("/dev"))));
    if (refused) {
      throw new InvalidArgumentException(
          "invalid mount destination: \""
              + destination
              + "\" cannot be mounted because it is "
              + (resolved.startsWith(PROC) ? "inside /proc" : resolved.toString()));
    }
  }

  private void prepareWorkingDirectory(TaskSpec spec) throws IOException {
    String cwd = spec.process().cwd();
    var resolved = resolve(cwd);
    requireOutsideProc(cwd, resolved);
    boolean onMount =
        spec.mounts().stream().anyMatch(mount -> Path.of(cwd).startsWith(mount.destination()));
    // Below /dev and /sys it is not this filesystem that the process will see.
    if (!onMount && !resolved.startsWith("/dev") && !resolved.startsWith("/sys")) {
      makeDirectories(resolved);
    }
  }

  private void requireOutsideProc(String cwd, Path resolved) {
    if (resolved.startsWith(PROC)) {
      throw new InvalidArgumentException(
          "the working directory '" + cwd + "' is invalid, it must not lead into /proc");
    }
  }

  private void makeDirectories(Path path) throws IOException {
    for (int depth = 1; depth <= path.getNameCount(); depth++) {
      try {
        root.makeDirectory(path.subpath(0, depth).toString(), NEW_DIRECTORY_MODE);
      } catch (ErrnoException e) {
        if (!e.is(Errno.EEXIST)) {
          throw e;
        }
      }
    }
    if (path.getNameCount() > 0) {
      requireDirectory(path);
    }
  }

  private void requireDirectory(Path path) throws ErrnoException {
    try {
      root.open(relative(path), OpenFlag.PATH, OpenFlag.DIRECTORY).close();
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOTDIR)) {
        throw new InvalidArgumentException("Cannot mkdir: " + path + " is not a directory", e);
      }
      throw e;
    }
  }

  /// Where `path` leads inside the root: links followed, also those whose target does not exist
  /// yet, and the rest as it is written.
  private Path resolve(String path) throws IOException {
    var wanted = Path.of("/").resolve(path).normalize();
    for (int hop = 0; hop < MOST_LINKS; hop++) {
      int depth = wanted.getNameCount();
      while (depth > 0 && !exists(wanted.subpath(0, depth))) {
        depth--;
      }
      var existing = depth == 0 ? Path.of("/") : canonical(wanted.subpath(0, depth));
      if (depth == wanted.getNameCount() || existing.startsWith(PROC)) {
        return existing;
      }
      var rest = wanted.subpath(depth, wanted.getNameCount());
      var link = findLink(existing.resolve(rest.getName(0)));
      if (link.isEmpty()) {
        return existing.resolve(rest).normalize();
      }
      wanted = existing.resolve(link.get());
      if (rest.getNameCount() > 1) {
        wanted = wanted.resolve(rest.subpath(1, rest.getNameCount()));
      }
      wanted = wanted.normalize();
    }
    throw new InvalidArgumentException(path + ": too many levels of symbolic links");
  }

  private boolean exists(Path relative) throws ErrnoException {
    try {
      root.open(relative.toString(), OpenFlag.PATH).close();
      return true;
    } catch (ErrnoException e) {
      // ELOOP: a magic link, and those are in /proc, which the part before it tells; or a loop.
      if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR) || e.is(Errno.ELOOP)) {
        return false;
      }
      throw e;
    }
  }

  private Path canonical(Path relative) throws IOException {
    try (var found = root.open(relative.toString(), OpenFlag.PATH)) {
      return FileSystemStat.of(found).type() == FileSystemStat.PROC
          ? PROC
          : inside(Files.readSymbolicLink(found.path()));
    }
  }

  private Optional<String> findLink(Path path) throws ErrnoException {
    try {
      String name = relative(path);
      return root.stat(name).isSymbolicLink() ? Optional.of(root.readLink(name)) : Optional.empty();
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /// The path that the kernel shows for an open file, as seen from inside the root.
  private Path inside(Path shown) {
    return shown.startsWith(prefix) ? Path.of("/").resolve(prefix.relativize(shown)) : shown;
  }

  private static String relative(Path path) {
    return Path.of("/").relativize(path).toString();
  }

  @Override
  public void close() {
    root.close();
  }
}
