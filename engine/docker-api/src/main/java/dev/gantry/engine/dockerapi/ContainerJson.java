package dev.gantry.engine.dockerapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.gantry.engine.core.ContainerDetails;
import dev.gantry.engine.core.ContainerRecord;
import dev.gantry.engine.core.ContainerState;
import dev.gantry.engine.core.ContainerState.Ended;
import dev.gantry.engine.core.Health;
import dev.gantry.engine.core.MountPoint;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What `GET /containers/{id}/json` answers.
record ContainerJson(
    String id,
    String created,
    String path,
    List<String> args,
    StateJson state,
    String image,
    String resolvConfPath,
    String hostnamePath,
    String hostsPath,
    String logPath,
    String name,
    int restartCount,
    String driver,
    String platform,
    String mountLabel,
    String processLabel,
    String appArmorProfile,
    @JsonProperty("ExecIDs") @Nullable List<String> execIds,
    HostConfigJson hostConfig,
    GraphDriver graphDriver,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long sizeRw,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long sizeRootFs,
    List<MountPointJson> mounts,
    ContainerConfigJson config,
    NetworkSettingsJson networkSettings) {

  record StateJson(
      String status,
      boolean running,
      boolean paused,
      boolean restarting,
      @JsonProperty("OOMKilled") boolean oomKilled,
      boolean dead,
      int pid,
      int exitCode,
      String error,
      String startedAt,
      String finishedAt,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable HealthJson health) {}

  record HealthJson(String status, int failingStreak, List<ProbeJson> log) {
    static HealthJson of(Health health) {
      return new HealthJson(
          health.status().word(),
          health.failingStreak(),
          health.log().stream().map(ProbeJson::of).toList());
    }
  }

  record ProbeJson(String start, String end, int exitCode, String output) {
    static ProbeJson of(Health.Probe probe) {
      return new ProbeJson(
          Times.format(probe.start()), Times.format(probe.end()), probe.exitCode(), probe.output());
    }
  }

  record GraphDriver(@Nullable Map<String, String> data, String name) {}

  record MountPointJson(
      String type,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) String name,
      String source,
      String destination,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) String driver,
      String mode,
      @JsonProperty("RW") boolean writable,
      String propagation) {
    static MountPointJson of(MountPoint mount) {
      return new MountPointJson(
          mount.type(),
          mount.name(),
          mount.source(),
          mount.destination(),
          mount.isVolume() ? "local" : "",
          mount.type().equals("tmpfs") ? "" : mount.mode(),
          mount.writable(),
          mount.propagation());
    }
  }

  static ContainerJson of(ContainerDetails details, String defaultRuntime) {
    var record = details.record();
    var spec = record.spec();
    List<String> argv = spec.process().argv();
    return new ContainerJson(
        record.id().value(),
        Times.format(record.created()),
        argv.getFirst(),
        argv.subList(1, argv.size()),
        state(details),
        record.imageId(),
        details.resolvConf().toString(),
        details.hostname().toString(),
        details.hosts().toString(),
        details.log().map(Object::toString).orElse(""),
        "/" + record.name(),
        record.restartCount(),
        "overlay2",
        "linux",
        "",
        "",
        "",
        details.execIds().isEmpty() ? null : details.execIds(),
        SpecToWire.hostConfig(spec, defaultRuntime),
        new GraphDriver(null, "overlay2"),
        details.size().map(ContainerDetails.Size::own).orElse(null),
        details.size().map(ContainerDetails.Size::total).orElse(null),
        mounts(record),
        SpecToWire.config(spec),
        NetworkSettingsJson.of(details));
  }

  /// Docker lists a tmpfs of `--mount` but not one of `--tmpfs`.
  private static List<MountPointJson> mounts(ContainerRecord record) {
    var listedElsewhere =
        record.spec().storage().tmpfs().keySet().stream()
            .map(Path::of)
            .map(Path::normalize)
            .toList();
    return record.mounts().stream()
        .filter(mount -> !listedElsewhere.contains(Path.of(mount.destination())))
        .map(MountPointJson::of)
        .toList();
  }

  private static StateJson state(ContainerDetails details) {
    var state = details.record().state();
    Optional<Ended> ended = state.ended();
    String started = ended.map(e -> Times.format(e.startedAt())).orElse(Times.ZERO);
    String finished = ended.map(e -> Times.format(e.finishedAt())).orElse(Times.ZERO);
    int pid = 0;
    String error = ended.map(Ended::error).orElse("");
    switch (state) {
      case ContainerState.Running running -> {
        pid = running.pid();
        started = Times.format(running.startedAt());
        finished = running.lastFinishedAt().map(Times::format).orElse(Times.ZERO);
      }
      case ContainerState.Paused paused -> {
        pid = paused.pid();
        started = Times.format(paused.startedAt());
        finished = paused.lastFinishedAt().map(Times::format).orElse(Times.ZERO);
      }
      case ContainerState.Created created ->
          error = created.failure().map(ContainerState.StartFailure::message).orElse("");
      case ContainerState.Restarting _, ContainerState.Exited _, ContainerState.Dead _ -> {}
    }
    boolean restarting = state instanceof ContainerState.Restarting;
    return new StateJson(
        details.removalInProgress() && !state.isAlive() ? "removing" : state.status(),
        state.isAlive() || restarting,
        state instanceof ContainerState.Paused,
        restarting,
        ended.map(Ended::oomKilled).orElse(false),
        state instanceof ContainerState.Dead,
        pid,
        state.exitCode(),
        error,
        started,
        finished,
        details.health().map(HealthJson::of).orElse(null));
  }
}
