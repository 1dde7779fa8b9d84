package dev.gantry.kube.kubelet;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.Quantity;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.MountFlag;
import dev.gantry.platform.linux.Mounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// The volumes of one pod on this host. Belongs to the pod's worker.
final class PodVolumes {
  private static final Logger log = LoggerFactory.getLogger(PodVolumes.class);
  private static final int SET_GROUP_ID = 02000;

  private final PodFiles files;
  private final ProjectedFiles projections;
  private final String uid;
  private final Map<String, Path> ready = new HashMap<>();
  private final Map<String, AtomicDirectory> projected = new HashMap<>();

  PodVolumes(PodFiles files, ProjectedFiles projections, String uid) {
    this.files = files;
    this.projections = projections;
    this.uid = uid;
  }

  /// Where a volume lies, once it has been set up.
  Path path(String volume) throws VolumeFailure {
    Path path = ready.get(volume);
    if (path == null) {
      throw new VolumeFailure("volume " + volume + " is not set up");
    }
    return path;
  }

  /// Sets up what is not set up yet, and brings up to date what follows objects of the API.
  ///
  /// @throws VolumeFailure naming the first volume that cannot be
  void prepare(FieldValues.PodView view) throws VolumeFailure {
    for (JsonNode volume : view.pod().spec().path("volumes")) {
      String name = volume.path("name").asString("");
      try {
        if (ProjectedFiles.covers(volume)) {
          project(view, name, volume);
        } else if (!ready.containsKey(name)) {
          ready.put(name, setUp(view.pod(), name, volume));
        }
      } catch (VolumeFailure e) {
        throw new VolumeFailure(
            "MountVolume.SetUp failed for volume \"%s\" : %s".formatted(name, e.message()), e);
      } catch (IOException e) {
        throw new VolumeFailure(
            "MountVolume.SetUp failed for volume \"%s\" : %s".formatted(name, e), e);
      }
    }
  }

  private void project(FieldValues.PodView view, String name, JsonNode volume)
      throws VolumeFailure, IOException {
    Map<String, VolumeFile> content = projections.of(view, volume);
    Path root = files.volume(uid, name);
    if (!ready.containsKey(name) && !volume.has("configMap")) {
      // What may be a secret is never written to a disk.
      mountMemory(root, "mode=0755");
    }
    projected
        .computeIfAbsent(name, _ -> new AtomicDirectory(root, fsGroup(view.pod())))
        .write(content);
    ready.put(name, root);
  }

  private static OptionalLong fsGroup(KubeObject pod) {
    JsonNode group = pod.spec().path("securityContext").path("fsGroup");
    return group.isNumber() ? OptionalLong.of(group.asLong(0)) : OptionalLong.empty();
  }

  private void mountMemory(Path root, String options) throws IOException {
    Files.createDirectories(root);
    if (isMounted(root)) {
      return;
    }
    Mounts.system()
        .mount(
            "tmpfs",
            root,
            "tmpfs",
            EnumSet.of(MountFlag.NO_SET_UID, MountFlag.NO_DEVICES),
            options);
  }

  private static boolean isMounted(Path root) throws ErrnoException {
    String target = root.toString();
    return Mounts.system().list().stream().anyMatch(mount -> mount.target().equals(target));
  }

  private Path setUp(KubeObject pod, String name, JsonNode volume)
      throws VolumeFailure, IOException {
    if (volume.has("emptyDir") || isSourceless(volume)) {
      return emptyDir(pod, name, volume.path("emptyDir"));
    }
    if (volume.has("hostPath")) {
      return HostPaths.prepare(volume.path("hostPath"));
    }
    String kind =
        volume.propertyNames().stream()
            .filter(field -> !field.equals("name"))
            .findFirst()
            .orElse("");
    throw new VolumeFailure("volumes of type \"" + kind + "\" are not supported");
  }

  private static boolean isSourceless(JsonNode volume) {
    return volume.size() == 1;
  }

  private Path emptyDir(KubeObject pod, String name, JsonNode source) throws IOException {
    Path root = files.volume(uid, name);
    Files.createDirectories(root);
    if (source.path("medium").asString("").equals("Memory")) {
      Quantity limit = Quantity.of(source.path("sizeLimit"));
      mountMemory(root, "mode=0777" + (limit.isZero() ? "" : ",size=" + limit.value()));
    } else if (!source.path("medium").asString("").isEmpty()) {
      throw new IOException(
          "emptyDir of medium " + source.path("medium").asString("") + " is not supported");
    }
    OptionalLong group = fsGroup(pod);
    if (group.isPresent()) {
      Files.setAttribute(root, "unix:gid", (int) group.getAsLong());
    }
    Files.setAttribute(root, "unix:mode", group.isPresent() ? 0777 | SET_GROUP_ID : 0777);
    return root;
  }

  /// Unmounts and removes everything. Idempotent; what remains is tried again by the next daemon.
  static boolean remove(PodFiles files, String uid) {
    try {
      Trees.unmountAll(files.pod(uid));
      Trees.delete(files.pod(uid));
      return true;
    } catch (IOException e) {
      log.warn("volumes of a pod remain uid={}: {}", uid, e.toString());
      return false;
    }
  }
}
