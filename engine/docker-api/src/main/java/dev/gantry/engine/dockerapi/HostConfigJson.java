package dev.gantry.engine.dockerapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `HostConfig` as it goes over the wire, both ways. Null and absent mean the same.
record HostConfigJson(
    @Nullable List<String> binds,
    @JsonProperty("ContainerIDFile") @Nullable String containerIdFile,
    @Nullable LogConfig logConfig,
    @Nullable String networkMode,
    @Nullable Map<String, @Nullable List<PortBinding>> portBindings,
    @Nullable RestartPolicyJson restartPolicy,
    @Nullable Boolean autoRemove,
    @Nullable String volumeDriver,
    @Nullable List<String> volumesFrom,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<MountJson> mounts,
    @Nullable List<Integer> consoleSize,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, String> annotations,
    @Nullable List<String> capAdd,
    @Nullable List<String> capDrop,
    @Nullable String cgroupnsMode,
    @Nullable List<String> dns,
    @Nullable List<String> dnsOptions,
    @Nullable List<String> dnsSearch,
    @Nullable List<String> extraHosts,
    @Nullable List<String> groupAdd,
    @Nullable String ipcMode,
    @Nullable String cgroup,
    @Nullable List<String> links,
    @Nullable Integer oomScoreAdj,
    @Nullable String pidMode,
    @Nullable Boolean privileged,
    @Nullable Boolean publishAllPorts,
    @Nullable Boolean readonlyRootfs,
    @Nullable List<String> securityOpt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, String> storageOpt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, String> tmpfs,
    @JsonProperty("UTSMode") @Nullable String utsMode,
    @Nullable String usernsMode,
    @Nullable Long shmSize,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, String> sysctls,
    @Nullable String runtime,
    @Nullable String isolation,
    @Nullable Long cpuShares,
    @Nullable Long memory,
    @Nullable Long nanoCpus,
    @Nullable String cgroupParent,
    @Nullable Integer blkioWeight,
    @Nullable List<WeightDevice> blkioWeightDevice,
    @Nullable List<ThrottleDevice> blkioDeviceReadBps,
    @Nullable List<ThrottleDevice> blkioDeviceWriteBps,
    @JsonProperty("BlkioDeviceReadIOps") @Nullable List<ThrottleDevice> blkioDeviceReadIops,
    @JsonProperty("BlkioDeviceWriteIOps") @Nullable List<ThrottleDevice> blkioDeviceWriteIops,
    @Nullable Long cpuPeriod,
    @Nullable Long cpuQuota,
    @Nullable Long cpuRealtimePeriod,
    @Nullable Long cpuRealtimeRuntime,
    @Nullable String cpusetCpus,
    @Nullable String cpusetMems,
    @Nullable List<DeviceJson> devices,
    @Nullable List<String> deviceCgroupRules,
    @Nullable List<Object> deviceRequests,
    @Nullable Long memoryReservation,
    @Nullable Long memorySwap,
    @Nullable Long memorySwappiness,
    @Nullable Boolean oomKillDisable,
    @Nullable Long pidsLimit,
    @Nullable List<UlimitJson> ulimits,
    @Nullable Long cpuCount,
    @Nullable Long cpuPercent,
    @JsonProperty("IOMaximumIOps") @Nullable Long ioMaximumIops,
    @JsonProperty("IOMaximumBandwidth") @Nullable Long ioMaximumBandwidth,
    @Nullable List<String> maskedPaths,
    @Nullable List<String> readonlyPaths,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean init) {

  record LogConfig(@Nullable String type, @Nullable Map<String, String> config) {}

  record PortBinding(@Nullable String hostIp, @Nullable String hostPort) {}

  record RestartPolicyJson(@Nullable String name, @Nullable Integer maximumRetryCount) {}

  record WeightDevice(@Nullable String path, @Nullable Integer weight) {}

  record ThrottleDevice(@Nullable String path, @Nullable Long rate) {}

  record DeviceJson(
      @Nullable String pathOnHost,
      @Nullable String pathInContainer,
      @Nullable String cgroupPermissions) {}

  record UlimitJson(@Nullable String name, @Nullable Long hard, @Nullable Long soft) {}

  /// A mount in the explicit form of `--mount`.
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record MountJson(
      @Nullable String type,
      @Nullable String source,
      @Nullable String target,
      @Nullable Boolean readOnly,
      @Nullable String consistency,
      @Nullable BindOptions bindOptions,
      @Nullable VolumeOptions volumeOptions,
      @Nullable TmpfsOptions tmpfsOptions) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record BindOptions(
      @Nullable String propagation,
      @Nullable Boolean nonRecursive,
      @Nullable Boolean createMountpoint,
      @Nullable Boolean readOnlyNonRecursive,
      @Nullable Boolean readOnlyForceRecursive) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record VolumeOptions(
      @Nullable Boolean noCopy,
      @Nullable Map<String, String> labels,
      @Nullable String subpath,
      @Nullable DriverConfig driverConfig) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record DriverConfig(@Nullable String name, @Nullable Map<String, String> options) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record TmpfsOptions(@Nullable Long sizeBytes, @Nullable Integer mode) {}
}
