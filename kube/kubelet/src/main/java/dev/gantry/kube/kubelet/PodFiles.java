package dev.gantry.kube.kubelet;

import java.nio.file.Path;

/// Where the files of pods lie.
///
/// ```
/// pods/UID/etc-hosts
/// pods/UID/containers/NAME/ATTEMPT        what the container says at its end
/// pods/UID/volumes/NAME                   a volume; projected ones with their `..data`
/// ```
record PodFiles(Path root) {
  Path pods() {
    return root.resolve("pods");
  }

  Path pod(String uid) {
    return pods().resolve(uid);
  }

  Path hosts(String uid) {
    return pod(uid).resolve("etc-hosts");
  }

  Path terminationMessage(String uid, String container, int attempt) {
    return pod(uid).resolve("containers").resolve(container).resolve(String.valueOf(attempt));
  }

  Path volumes(String uid) {
    return pod(uid).resolve("volumes");
  }

  Path volume(String uid, String name) {
    return volumes(uid).resolve(name);
  }

  /// Profiles that pods name by `localhostProfile`.
  Path seccomp() {
    return root.resolve("seccomp");
  }
}
