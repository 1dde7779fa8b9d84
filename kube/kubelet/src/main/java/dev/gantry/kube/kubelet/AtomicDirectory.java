package dev.gantry.kube.kubelet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/// A directory whose files change all at once.
///
/// ```
/// ..2026_11_24_08_00_00.123   the files
/// ..data -> ..2026_…          swapped by one rename
/// key -> ..data/key           what the container reads
/// ```
///
/// A reader sees the files of one moment, never half of an update.
final class AtomicDirectory {
  private static final String DATA = "..data";
  private static final String NEW_DATA = "..data_tmp";
  private static final int DIRECTORY = 0755;
  private static final int SET_GROUP_ID = 02000;

  private final Path root;
  private final OptionalLong group;

  /// @param group who may read all files, and owns what is made in the directory
  AtomicDirectory(Path root, OptionalLong group) {
    this.root = root;
    this.group = group;
  }

  /// Makes the directory show exactly these files, by relative path. Does nothing when it does.
  ///
  /// @return whether something changed
  boolean write(Map<String, VolumeFile> files) throws IOException {
    Files.createDirectories(root);
    if (files.equals(current)) {
      return false;
    }
    setMode(root, 0777 & ~0022);
    Path before = currentDirectory();
    Path fresh = Files.createTempDirectory(root, "..");
    setMode(fresh, DIRECTORY);
    for (var file : files.entrySet()) {
      write(fresh, file.getKey(), file.getValue());
    }
    Path link = root.resolve(NEW_DATA);
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, fresh.getFileName());
    Files.move(link, root.resolve(DATA), StandardCopyOption.ATOMIC_MOVE);
    // From here on the new files are seen.
    showNames(files.keySet());
    if (before != null) {
      Trees.delete(before);
    }
    current = new HashMap<>(files);
    return true;
  }

  private Map<String, VolumeFile> current = Map.of();

  private @org.jspecify.annotations.Nullable Path currentDirectory() throws IOException {
    try {
      return root.resolve(Files.readSymbolicLink(root.resolve(DATA)).getFileName());
    } catch (NoSuchFileException first) {
      return null;
    }
  }

  private void write(Path directory, String name, VolumeFile file) throws IOException {
    Path target = directory.resolve(name).normalize();
    if (!target.startsWith(directory) || target.equals(directory)) {
      throw new IOException("path " + name + " leads out of its volume");
    }
    Path parent = directory;
    for (Path part : directory.relativize(target.getParent())) {
      if (!part.toString().isEmpty()) {
        parent = parent.resolve(part);
        if (!Files.isDirectory(parent)) {
          Files.createDirectory(parent);
          setMode(parent, DIRECTORY);
        }
      }
    }
    Files.write(target, file.content());
    if (file.owner().isPresent()) {
      Files.setAttribute(target, "unix:uid", (int) file.owner().getAsLong());
    }
    if (group.isPresent()) {
      Files.setAttribute(target, "unix:gid", (int) group.getAsLong());
    }
    Files.setAttribute(target, "unix:mode", group.isPresent() ? file.mode() | 0440 : file.mode());
  }

  private void setMode(Path directory, int mode) throws IOException {
    if (group.isPresent()) {
      Files.setAttribute(directory, "unix:gid", (int) group.getAsLong());
    }
    Files.setAttribute(
        directory, "unix:mode", group.isPresent() ? mode | SET_GROUP_ID | 0550 : mode);
  }

  /// Links for the first part of each path; those of files that went are removed.
  private void showNames(Set<String> paths) throws IOException {
    Set<String> wanted = new HashSet<>();
    paths.forEach(path -> wanted.add(Path.of(path).normalize().getName(0).toString()));
    for (String name : wanted) {
      Path link = root.resolve(name);
      if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
        Files.createSymbolicLink(link, Path.of(DATA, name));
      }
    }
    try (var entries = Files.newDirectoryStream(root)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (!name.startsWith("..") && !wanted.contains(name)) {
          Files.delete(entry);
        }
      }
    }
  }
}
