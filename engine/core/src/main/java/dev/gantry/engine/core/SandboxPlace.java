package dev.gantry.engine.core;

import dev.gantry.engine.runtime.MountSpec;
import dev.gantry.engine.runtime.NamespaceMode;
import java.util.List;

/// Where a container of a sandbox runs: the namespaces it joins and the files it shares.
record SandboxPlace(
    String hostname,
    NamespaceMode network,
    NamespaceMode ipc,
    NamespaceMode uts,
    List<MountSpec> mounts) {
  SandboxPlace {
    mounts = List.copyOf(mounts);
  }
}
