package dev.gantry.engine.runtime;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A device node of the host.
///
/// @param path where it is, links followed
/// @param type `c` or `b`
record DeviceNode(
    Path path, String type, long major, long minor, int permissions, int uid, int gid) {
  private static final int FILE_TYPE = 0xF000;
  private static final int CHARACTER = 0x2000;
  private static final int BLOCK = 0x6000;

  /// What a privileged task does not get: they are its own in every container.
  private static final Set<String> NOT_SHARED =
      Set.of("pts", "shm", "fd", "mqueue", "console", ".lxc", ".lxd-mounts", ".udev");

  static Optional<DeviceNode> find(Path path) {
    Map<String, Object> attributes;
    try {
      attributes = Files.readAttributes(path, "unix:mode,rdev,uid,gid");
    } catch (IOException e) {
      return Optional.empty();
    }
    int mode = number(attributes, "mode").intValue();
    int type = mode & FILE_TYPE;
    if (type != CHARACTER && type != BLOCK) {
      return Optional.empty();
    }
    long device = number(attributes, "rdev").longValue();
    return Optional.of(
        new DeviceNode(
            path,
            type == CHARACTER ? "c" : "b",
            (device >>> 8 & 0xfff) | (device >>> 32 & ~0xfffL),
            (device & 0xff) | (device >>> 12 & ~0xffL),
            mode & 0777,
            number(attributes, "uid").intValue(),
            number(attributes, "gid").intValue()));
  }

  private static Number number(Map<String, Object> attributes, String name) {
    if (attributes.get(name) instanceof Number number) {
      return number;
    }
    throw new IllegalStateException("no attribute unix:" + name);
  }

  /// The nodes in a directory and below.
  static List<DeviceNode> below(Path directory) {
    var nodes = new ArrayList<DeviceNode>();
    try (var entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (NOT_SHARED.contains(String.valueOf(entry.getFileName()))) {
          continue;
        }
        if (Files.isSymbolicLink(entry)) {
          continue;
        }
        if (Files.isDirectory(entry)) {
          nodes.addAll(below(entry));
        } else {
          find(entry).ifPresent(nodes::add);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // A directory that cannot be listed has no devices for us.
      return nodes;
    }
    return nodes;
  }
}
