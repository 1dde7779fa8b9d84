package dev.gantry.kube.kubelet;

import dev.gantry.engine.core.ContainerRecord;
import dev.gantry.engine.core.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What an earlier daemon left of pods that were deleted while none ran.
final class Orphans {
  private static final Logger log = LoggerFactory.getLogger(Orphans.class);
  private static final Duration GRACE = Duration.ofSeconds(30);

  private final PodServices services;

  Orphans(PodServices services) {
    this.services = services;
  }

  /// Ends and removes whatever belongs to no pod.
  ///
  /// @param present containers by pod, as they were when the daemon started
  /// @param known uids of the pods there are
  void remove(Map<String, List<ContainerRecord>> present, Set<String> known)
      throws InterruptedException {
    Set<String> orphaned = new HashSet<>(present.keySet());
    services.engine().sandboxes().list().stream()
        .filter(sandbox -> sandbox.spec().labels().containsKey(ContainerLabels.POD_UID))
        .map(Sandbox::id)
        .forEach(orphaned::add);
    orphaned.addAll(directories());
    orphaned.removeAll(known);
    for (String uid : orphaned) {
      services
          .background()
          .run(
              "remove orphaned pod " + uid,
              () -> remove(uid, present.getOrDefault(uid, List.of())));
    }
  }

  private void remove(String uid, List<ContainerRecord> containers) throws InterruptedException {
    log.info("removing what is left of a pod that is gone uid={}", uid);
    for (ContainerRecord container : containers) {
      String id = container.id().value();
      if (container.state().isAlive()) {
        services.containers().stop(id, grace(container));
      }
      services.containers().remove(id);
    }
    services.engine().sandboxes().remove(uid);
    PodVolumes.remove(services.files(), uid);
    PodCgroups.removeOf(uid);
  }

  private static Duration grace(ContainerRecord container) {
    try {
      return Duration.ofSeconds(
          Long.parseLong(container.spec().labels().getOrDefault(ContainerLabels.GRACE, "30")));
    } catch (NumberFormatException e) {
      return GRACE;
    }
  }

  private Set<String> directories() {
    Set<String> uids = new HashSet<>();
    try (var entries = Files.newDirectoryStream(services.files().pods())) {
      for (Path entry : entries) {
        uids.add(entry.getFileName().toString());
      }
    } catch (IOException none) {
      return Set.of();
    }
    return uids;
  }
}
