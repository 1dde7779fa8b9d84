package dev.gantry.kube.kubelet;

import dev.gantry.kube.objects.KubeObject;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The control groups of pods, which the OCI runtime makes as parents of the containers' and
/// leaves behind.
final class PodCgroups {
  private static final Logger log = LoggerFactory.getLogger(PodCgroups.class);
  private static final Path ROOT = Path.of("/sys/fs/cgroup");

  private PodCgroups() {}

  static void remove(KubeObject pod) {
    remove(ContainerResources.cgroupParent(pod));
  }

  /// Those of a pod of which nothing but its uid is known.
  static void removeOf(String uid) {
    for (String group : List.of("/kubepods", "/kubepods/burstable", "/kubepods/besteffort")) {
      remove(group + "/pod" + uid);
    }
  }

  private static void remove(String path) {
    String relative = path.substring(1);
    deleteIfEmpty(ROOT.resolve(relative));
    try (var hierarchies = Files.newDirectoryStream(ROOT, Files::isDirectory)) {
      for (Path hierarchy : hierarchies) {
        deleteIfEmpty(hierarchy.resolve(relative));
      }
    } catch (IOException | DirectoryIteratorException e) {
      log.debug("control groups not listed", e);
    }
  }

  /// One with a process that is dying stays; it is found again when the pod's name is.
  private static void deleteIfEmpty(Path group) {
    try {
      Files.deleteIfExists(group);
    } catch (IOException busy) {
      log.debug("control group stays group={}", group);
    }
  }
}
