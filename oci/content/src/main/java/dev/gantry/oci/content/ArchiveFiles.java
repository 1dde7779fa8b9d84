package dev.gantry.oci.content;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The files of an image archive by name, links resolved the way a file system would. There is no
/// file system: a name that leads out of the archive leads nowhere.
final class ArchiveFiles {
  private static final int MAX_LINKS = 16;

  private final Map<String, Node> nodes = new HashMap<>();

  private sealed interface Node {
    record File(ArchivedFile file) implements Node {}

    /// @param directory where a relative target starts
    record Link(String directory, String target) implements Node {}
  }

  void addFile(String path, ArchivedFile file) {
    add(path, new Node.File(file));
  }

  void addSymlink(String path, String target) {
    var name = normalize(path);
    int slash = name.lastIndexOf('/');
    add(path, new Node.Link(slash < 0 ? "" : name.substring(0, slash), target));
  }

  void addHardLink(String path, String target) {
    add(path, new Node.Link("", target));
  }

  private void add(String path, Node node) {
    if (nodes.putIfAbsent(normalize(path), node) != null) {
      throw new InvalidArgumentException(
          "archive: ambiguous, it has two entries named \"" + path + "\"");
    }
  }

  /// The files that became blobs of the content store.
  List<ArchivedFile> stored() {
    var stored = new ArrayList<ArchivedFile>();
    for (var node : nodes.values()) {
      if (node instanceof Node.File(ArchivedFile.InStore file)) {
        stored.add(file);
      }
    }
    return stored;
  }

  ArchivedFile get(String path) {
    return find(path)
        .orElseThrow(() -> new InvalidArgumentException("archive: \"" + path + "\" is missing"));
  }

  Optional<ArchivedFile> find(String path) {
    var name = normalize(path);
    for (int links = 0; links <= MAX_LINKS; links++) {
      var node = nodes.get(name);
      if (node == null) {
        return Optional.empty();
      }
      switch (node) {
        case Node.File(ArchivedFile file) -> {
          return Optional.of(file);
        }
        case Node.Link(String directory, String target) ->
            name = normalize(target.startsWith("/") ? target : directory + "/" + target);
      }
    }
    throw new InvalidArgumentException("archive: \"" + path + "\" leads through too many links");
  }

  /// The name without `.`, `..`, empty components and a leading slash.
  ///
  /// @throws InvalidArgumentException when it leads out of the archive
  static String normalize(String path) {
    Deque<String> components = new ArrayDeque<>();
    for (var component : path.split("/", -1)) {
      switch (component) {
        case "", "." -> {}
        case ".." -> {
          if (components.pollLast() == null) {
            throw new InvalidArgumentException(
                "archive: \"" + path + "\" leads out of the archive");
          }
        }
        default -> components.addLast(component);
      }
    }
    return String.join("/", components);
  }
}
