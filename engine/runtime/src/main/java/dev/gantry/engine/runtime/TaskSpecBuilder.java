package dev.gantry.engine.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Builds a [TaskSpec], starting from docker's defaults.
public final class TaskSpecBuilder {
  private final String id;
  private final Path rootfs;
  private final ProcessSpec process;
  private RuntimeName runtime = RuntimeName.CRUN;
  private boolean readonlyRootfs;
  private StdinMode stdin = StdinMode.NONE;
  private boolean init;
  private String hostname = "";
  private String domainname = "";
  private NamespaceSpec namespaces = NamespaceSpec.isolated(NamespaceMode.PRIVATE);
  private List<MountSpec> mounts = List.of();
  private long shmBytes = TaskSpec.DEFAULT_SHM_BYTES;
  private Resources resources = Resources.NONE;
  private SecuritySpec security = SecuritySpec.DEFAULT;
  private Map<String, String> sysctls = Map.of();
  private Map<String, String> annotations = Map.of();
  private Optional<String> cgroupParent = Optional.empty();
  private LogSpec log = LogSpec.NONE;

  TaskSpecBuilder(String id, Path rootfs, ProcessSpec process) {
    this.id = id;
    this.rootfs = rootfs;
    this.process = process;
  }

  public TaskSpecBuilder runtime(RuntimeName value) {
    runtime = value;
    return this;
  }

  public TaskSpecBuilder readonlyRootfs(boolean value) {
    readonlyRootfs = value;
    return this;
  }

  public TaskSpecBuilder stdin(StdinMode value) {
    stdin = value;
    return this;
  }

  public TaskSpecBuilder init(boolean value) {
    init = value;
    return this;
  }

  public TaskSpecBuilder hostname(String value) {
    hostname = value;
    return this;
  }

  public TaskSpecBuilder domainname(String value) {
    domainname = value;
    return this;
  }

  public TaskSpecBuilder namespaces(NamespaceSpec value) {
    namespaces = value;
    return this;
  }

  public TaskSpecBuilder mounts(List<MountSpec> value) {
    mounts = value;
    return this;
  }

  public TaskSpecBuilder shmBytes(long value) {
    shmBytes = value;
    return this;
  }

  public TaskSpecBuilder resources(Resources value) {
    resources = value;
    return this;
  }

  public TaskSpecBuilder security(SecuritySpec value) {
    security = value;
    return this;
  }

  public TaskSpecBuilder sysctls(Map<String, String> value) {
    sysctls = value;
    return this;
  }

  public TaskSpecBuilder annotations(Map<String, String> value) {
    annotations = value;
    return this;
  }

  public TaskSpecBuilder cgroupParent(String value) {
    cgroupParent = Optional.of(value);
    return this;
  }

  public TaskSpecBuilder log(LogSpec value) {
    log = value;
    return this;
  }

  public TaskSpec build() {
    return new TaskSpec(
        id,
        runtime,
        rootfs,
        readonlyRootfs,
        process,
        stdin,
        init,
        hostname,
        domainname,
        namespaces,
        mounts,
        shmBytes,
        resources,
        security,
        sysctls,
        annotations,
        cgroupParent,
        log);
  }
}
