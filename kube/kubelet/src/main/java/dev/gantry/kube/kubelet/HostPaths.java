package dev.gantry.kube.kubelet;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/// Files and directories of the host as volumes: what must be there, and what is made when it is
/// not.
final class HostPaths {
  private static final int TYPE = 0170000;
  private static final int SOCKET = 0140000;
  private static final int CHARACTER_DEVICE = 0020000;
  private static final int BLOCK_DEVICE = 0060000;

  private HostPaths() {}

  static Path prepare(JsonNode source) throws VolumeFailure, IOException {
    Path path = Path.of(source.path("path").asString("/"));
    switch (source.path("type").asString("")) {
      case "" -> {}
      case "DirectoryOrCreate" -> {
        if (!Files.exists(path)) {
          Files.createDirectories(path);
        }
        require(Files.isDirectory(path), path, "a directory");
      }
      case "Directory" -> require(Files.isDirectory(path), path, "a directory");
      case "FileOrCreate" -> {
        try {
          Files.createFile(path);
        } catch (FileAlreadyExistsException present) {
          // Created only when it is missing.
        }
        require(Files.isRegularFile(path), path, "a file");
      }
      case "File" -> require(Files.isRegularFile(path), path, "a file");
      case "Socket" -> require(isOfType(path, SOCKET), path, "a socket file");
      case "CharDevice" -> require(isOfType(path, CHARACTER_DEVICE), path, "a character device");
      case "BlockDevice" -> require(isOfType(path, BLOCK_DEVICE), path, "a block device");
      default -> throw new VolumeFailure("unknown hostPath type: " + source.path("type"));
    }
    return path;
  }

  private static boolean isOfType(Path path, int type) throws IOException {
    return Files.exists(path)
        && ((int) Files.getAttribute(path, "unix:mode", new LinkOption[0]) & TYPE) == type;
  }

  private static void require(boolean holds, Path path, String what) throws VolumeFailure {
    if (!holds) {
      throw new VolumeFailure("hostPath type check failed: " + path + " is not " + what);
    }
  }
}
