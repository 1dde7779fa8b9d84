package dev.gantry.engine.runtime;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The mounts of a task: the ones every task has, then the user's, parents before children.
final class OciMounts {
  private static final Mount MQUEUE =
      new Mount("/dev/mqueue", "mqueue", "mqueue", List.of("nosuid", "noexec", "nodev"));

  private static final String CGROUPS = "/sys/fs/cgroup";

  /// crun mounts the hierarchies of cgroup v1 read-only, but on a directory that stays
  /// writable.
  private static final Mount CGROUPS_READ_ONLY =
      new Mount(
          CGROUPS, "bind", CGROUPS, List.of("bind", "remount", "ro", "nosuid", "noexec", "nodev"));

  private OciMounts() {}

  private record Mount(String destination, String type, String source, List<String> options) {}

  static void add(ObjectNode config, TaskSpec spec, CgroupLayout layout) {
    Map<String, Mount> mounts = new LinkedHashMap<>();
    for (Mount mount : standing(spec)) {
      mounts.put(mount.destination(), mount);
    }
    boolean protect = !layout.unified() && !spec.security().privileged() && keepsCgroups(spec);
    spec.mounts().stream()
        .sorted(Comparator.comparingInt(mount -> depth(mount.destination())))
        .map(OciMounts::asked)
        .forEach(
            mount -> {
              // Removed first: a replacement comes where the user's mounts do.
              mounts.remove(mount.destination());
              mounts.put(mount.destination(), mount);
            });
    var json = config.putArray("mounts");
    for (Mount mount : mounts.values()) {
      write(json, mount);
      if (protect && mount.destination().equals(CGROUPS)) {
        write(json, CGROUPS_READ_ONLY);
      }
    }
  }

  private static boolean keepsCgroups(TaskSpec spec) {
    return spec.mounts().stream()
        .map(mount -> Path.of(mount.destination()).normalize())
        .noneMatch(destination -> destination.startsWith(CGROUPS));
  }

  private static List<Mount> standing(TaskSpec spec) {
    boolean privileged = spec.security().privileged();
    String access = privileged ? "rw" : "ro";
    var mounts = new ArrayList<Mount>();
    mounts.add(new Mount("/proc", "proc", "proc", List.of("nosuid", "noexec", "nodev")));
    mounts.add(
        new Mount(
            "/dev", "tmpfs", "tmpfs", List.of("nosuid", "strictatime", "mode=755", "size=65536k")));
    mounts.add(
        new Mount(
            "/dev/pts",
            "devpts",
            "devpts",
            List.of("nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5")));
    mounts.add(new Mount("/sys", "sysfs", "sysfs", List.of("nosuid", "noexec", "nodev", access)));
    mounts.add(
        new Mount(CGROUPS, "cgroup", "cgroup", List.of("nosuid", "noexec", "nodev", access)));
    if (spec.namespaces().ipc() instanceof NamespaceMode.Host) {
      mounts.add(bind("/dev/mqueue", "/dev/mqueue", List.of("rbind", "nosuid", "noexec", "nodev")));
      mounts.add(bind("/dev/shm", "/dev/shm", List.of("rbind", "nosuid", "noexec", "nodev")));
    } else {
      mounts.add(MQUEUE);
      mounts.add(
          new Mount(
              "/dev/shm",
              "tmpfs",
              "shm",
              List.of("nosuid", "noexec", "nodev", "mode=1777", "size=" + spec.shmBytes())));
    }
    return mounts;
  }

  private static Mount bind(String destination, String source, List<String> options) {
    return new Mount(destination, "bind", source, options);
  }

  private static Mount asked(MountSpec mount) {
    String destination = Path.of(mount.destination()).normalize().toString();
    return switch (mount) {
      case MountSpec.Bind bind -> bind(destination, bind.source().toString(), options(bind));
      case MountSpec.Tmpfs tmpfs ->
          new Mount(destination, "tmpfs", "tmpfs", tmpfsOptions(tmpfs.options()));
    };
  }

  private static List<String> options(MountSpec.Bind bind) {
    var options = new ArrayList<String>();
    options.add(bind.recursive() ? "rbind" : "bind");
    options.add(bind.propagation().option());
    if (bind.readOnly()) {
      options.add("ro");
      if (bind.recursive() && Files.isDirectory(bind.source())) {
        // What is mounted below the source must not stay writable. crun takes the option for
        // directories only.
        options.add("rro");
      }
    } else {
      options.add("rw");
    }
    return options;
  }

  /// Safe defaults, each of which the user's own words replace.
  private static List<String> tmpfsOptions(List<String> asked) {
    var options = new ArrayList<String>();
    for (String word : List.of("exec", "suid", "dev")) {
      if (Collections.disjoint(asked, List.of(word, "no" + word))) {
        options.add("no" + word);
      }
    }
    options.addAll(asked);
    return options;
  }

  private static void write(ArrayNode json, Mount mount) {
    var object = json.addObject();
    object.put("destination", mount.destination());
    object.put("type", mount.type());
    object.put("source", mount.source());
    OciProcess.addTexts(object.putArray("options"), mount.options());
  }

  private static int depth(String destination) {
    return Path.of(destination).normalize().getNameCount();
  }
}
