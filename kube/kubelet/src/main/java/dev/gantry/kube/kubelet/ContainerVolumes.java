package dev.gantry.kube.kubelet;

import dev.gantry.engine.core.StorageSettings.MountRequest;
import dev.gantry.platform.linux.Directory;
import dev.gantry.platform.linux.Fd;
import dev.gantry.platform.linux.Lookup;
import dev.gantry.platform.linux.Mounts;
import dev.gantry.platform.linux.OpenFlag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Mounts of one container: its volumes and parts of volumes, and the files the node agent
/// keeps for it.
final class ContainerVolumes {
  private static final String FAILURE = "CreateContainerConfigError";

  private final PodFiles files;
  private final PodVolumes volumes;
  private final String uid;

  ContainerVolumes(PodFiles files, PodVolumes volumes, String uid) {
    this.files = files;
    this.volumes = volumes;
    this.uid = uid;
  }

  List<MountRequest> mounts(ContainerDef container, Map<String, String> environment, int attempt)
      throws ContainerFailure {
    List<MountRequest> mounts = new ArrayList<>();
    int index = 0;
    for (JsonNode mount : container.at("volumeMounts")) {
      String target = mount.path("mountPath").asString("");
      mounts.add(
          bind(
              source(container, mount, environment, index++),
              target.startsWith("/") ? target : "/" + target,
              mount.path("readOnly").asBoolean(false),
              propagation(mount)));
    }
    if (mounts.stream().noneMatch(mount -> mount.target().equals("/etc/hosts"))) {
      boolean readOnly = container.at("securityContext", "readOnlyRootFilesystem").asBoolean(false);
      mounts.add(bind(files.hosts(uid), "/etc/hosts", readOnly, ""));
    }
    String messagePath = container.text("terminationMessagePath");
    if (!messagePath.isEmpty()) {
      mounts.add(bind(messageFile(container, attempt), messagePath, false, ""));
    }
    return mounts;
  }

  private Path messageFile(ContainerDef container, int attempt) throws ContainerFailure {
    Path file = files.terminationMessage(uid, container.name(), attempt);
    try {
      Files.createDirectories(file.getParent());
      Files.deleteIfExists(file);
      Files.createFile(file);
      // The container's user is not known here, so anybody may write.
      Files.setAttribute(file, "unix:mode", 0666);
      return file;
    } catch (IOException e) {
      throw new ContainerFailure("CreateContainerError", "create " + file + ": " + e, e);
    }
  }

  private static MountRequest bind(
      Path source, String target, boolean readOnly, String propagation) {
    return new MountRequest(
        "bind",
        source.toString(),
        target,
        readOnly,
        "",
        propagation,
        false,
        false,
        false,
        Map.of(),
        "",
        Map.of(),
        "",
        0,
        Optional.empty());
  }

  private static String propagation(JsonNode mount) {
    return switch (mount.path("mountPropagation").asString("None")) {
      case "HostToContainer" -> "rslave";
      case "Bidirectional" -> "rshared";
      default -> "rprivate";
    };
  }

  private Path source(
      ContainerDef container, JsonNode mount, Map<String, String> environment, int index)
      throws ContainerFailure {
    String name = mount.path("name").asString("");
    try {
      Path volume = volumes.path(name);
      String subPath = subPath(mount, environment);
      if (subPath.isEmpty()) {
        if (!Files.exists(volume)) {
          Files.createDirectories(volume);
        }
        return volume;
      }
      return pinned(container, volume, subPath, index);
    } catch (VolumeFailure e) {
      throw new ContainerFailure(FAILURE, e.message(), e);
    } catch (IOException e) {
      throw new ContainerFailure(
          FAILURE,
          "failed to prepare subPath for volumeMount \"%s\" of container \"%s\": %s"
              .formatted(name, container.name(), e.getMessage()),
          e);
    }
  }

  private static String subPath(JsonNode mount, Map<String, String> environment)
      throws ContainerFailure {
    String expression = mount.path("subPathExpr").asString("");
    if (expression.isEmpty()) {
      return mount.path("subPath").asString("");
    }
    boolean[] missing = new boolean[1];
    String path =
        Expansion.expand(
            expression,
            name -> {
              missing[0] |= !environment.containsKey(name);
              return environment.getOrDefault(name, Expansion.reference(name));
            });
    if (missing[0]) {
      throw new ContainerFailure(
          FAILURE, "failed to expand subPathExpr: missing value for " + expression);
    }
    if (path.startsWith("/") || List.of(path.split("/")).contains("..")) {
      throw new ContainerFailure(FAILURE, "subPath \"" + path + "\" must be a relative path");
    }
    return path;
  }

  /// Binds a part of a volume to a place of our own. Containers of the pod can change the volume
  /// meanwhile, so it is looked up without ever leaving the volume, and what was found is what is
  /// mounted.
  private Path pinned(ContainerDef container, Path volume, String subPath, int index)
      throws IOException {
    Path place =
        files.volumes(uid).resolve("..subpaths").resolve(container.name()).resolve("" + index);
    Trees.unmount(place);
    try (var root = Directory.open(volume, Lookup.BENEATH);
        Fd found = openOrMake(root, subPath)) {
      Files.createDirectories(place.getParent());
      if (Files.isDirectory(found.path())) {
        if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
          Files.deleteIfExists(place);
          Files.createDirectory(place);
        }
      } else if (!Files.isRegularFile(place, LinkOption.NOFOLLOW_LINKS)) {
        Files.deleteIfExists(place);
        Files.createFile(place);
      }
      Mounts.system().bindRecursively(found.path(), place);
      return place;
    }
  }

  private static Fd openOrMake(Directory root, String subPath) throws IOException {
    Path path = Path.of(subPath).normalize();
    for (int parts = 1; parts <= path.getNameCount(); parts++) {
      String part = path.subpath(0, parts).toString();
      try (var _ = root.open(part, OpenFlag.PATH)) {
        continue;
      } catch (dev.gantry.platform.linux.ErrnoException e) {
        if (!e.is(dev.gantry.platform.linux.Errno.ENOENT)) {
          throw e;
        }
      }
      root.makeDirectory(part, 0755);
      root.chmod(part, 0755);
    }
    return root.open(path.toString(), OpenFlag.PATH);
  }
}
