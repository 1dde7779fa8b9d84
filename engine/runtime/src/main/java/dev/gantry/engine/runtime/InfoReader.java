package dev.gantry.engine.runtime;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Asks the programs for their versions, and the kernel for what it cannot do.
record InfoReader(RuntimeConfig config, TaskEnvironment environment) {
  RuntimeInfo read() throws InterruptedException {
    Map<String, String> versions = new TreeMap<>();
    for (String name : List.of("conmon", "crun", "runc")) {
      var program = config.programs().find(name);
      if (program.isPresent()) {
        versions.put(name, OciRuntime.version(environment.command(), program.get()));
      }
    }
    var cgroups = environment.cgroups();
    boolean seccomp = Files.exists(Path.of("/proc/sys/kernel/seccomp/actions_avail"));
    return new RuntimeInfo(versions, cgroups.unified(), seccomp, warnings(versions));
  }

  private List<String> warnings(Map<String, String> versions) {
    var warnings = new ArrayList<String>();
    if (!environment.cgroups().limitsSwap()) {
      warnings.add("WARNING: No swap limit support");
    }
    if (!environment.cgroups().weighsBlockIo()) {
      warnings.add("WARNING: No blkio weight support");
    }
    if (!environment.limits().unbounded()) {
      warnings.add(
          "WARNING: No CAP_SYS_RESOURCE: ulimits and OOM scores are limited to the daemon's own");
    }
    String crun = versions.getOrDefault("crun", "");
    if (!crun.isEmpty() && isOlder(crun, List.of(1, 28))) {
      warnings.add(
          "WARNING: crun "
              + crun
              + " lacks fixes for hostile root filesystems; the engine checks them itself");
    }
    return warnings;
  }

  static boolean isOlder(String version, List<Integer> than) {
    var parts = version.split("[^0-9]+", -1);
    for (int i = 0; i < than.size(); i++) {
      int part = i < parts.length && !parts[i].isEmpty() ? Integer.parseInt(parts[i]) : 0;
      if (part != than.get(i)) {
        return part < than.get(i);
      }
    }
    return false;
  }
}
