package dev.gantry.engine.dockerapi;

import dev.gantry.engine.core.Engine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What `GET /info` answers. Fields of things we do not have are there with what Docker says when
/// it does not have them either, because clients read them unasked.
final class InfoJson {
  private InfoJson() {}

  static Map<String, Object> of(Engine engine, ProductInfo product) throws InterruptedException {
    var info = engine.info();
    var host = info.host();
    var runtime = info.runtime();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("ID", product.id());
    json.put("Containers", info.running() + info.paused() + info.stopped());
    json.put("ContainersRunning", info.running());
    json.put("ContainersPaused", info.paused());
    json.put("ContainersStopped", info.stopped());
    json.put("Images", info.images());
    json.put("Driver", "overlay2");
    json.put("DriverStatus", List.of(List.of("Backing Filesystem", host.backingFileSystem())));
    json.put(
        "Plugins",
        Map.of(
            "Volume", List.of("local"),
            "Network", List.of("bridge", "host", "null"),
            "Authorization", List.of(),
            "Log", List.of("json-file", "local", "none")));
    for (String limit :
        List.of("MemoryLimit", "SwapLimit", "CpuCfsPeriod", "CpuCfsQuota", "CPUShares", "CPUSet")) {
      json.put(limit, true);
    }
    json.put("PidsLimit", true);
    json.put("IPv4Forwarding", true);
    json.put("Debug", false);
    json.put("NFd", host.openFiles());
    json.put("OomKillDisable", !runtime.cgroupV2());
    json.put("NGoroutines", Thread.activeCount());
    json.put("SystemTime", Times.format(engine.now()));
    json.put("LoggingDriver", "json-file");
    json.put("CgroupDriver", "cgroupfs");
    json.put("CgroupVersion", runtime.cgroupV2() ? "2" : "1");
    json.put("NEventsListener", 0);
    json.put("KernelVersion", host.kernel());
    json.put("OperatingSystem", host.operatingSystem());
    json.put("OSVersion", host.operatingSystemVersion());
    json.put("OSType", "linux");
    json.put("Architecture", host.machine());
    json.put("NCPU", host.cpus());
    json.put("MemTotal", host.memory());
    json.put("IndexServerAddress", "https://index.docker.io/v1/");
    json.put("RegistryConfig", registryConfig(product));
    json.put("GenericResources", null);
    json.put("DockerRootDir", product.dataRoot());
    json.put("HttpProxy", "");
    json.put("HttpsProxy", "");
    json.put("NoProxy", "");
    json.put("Name", host.name());
    json.put("Labels", List.of());
    json.put("ExperimentalBuild", false);
    json.put("ServerVersion", product.version());
    Map<String, Object> runtimes = new LinkedHashMap<>();
    runtime.versions().keySet().stream()
        .filter(name -> name.equals("crun") || name.equals("runc"))
        .sorted()
        .forEach(name -> runtimes.put(name, Map.of("path", name)));
    json.put("Runtimes", runtimes);
    json.put("DefaultRuntime", engine.defaultRuntime());
    json.put(
        "Swarm",
        Map.of(
            "NodeID", "",
            "NodeAddr", "",
            "LocalNodeState", "inactive",
            "ControlAvailable", false,
            "Error", ""));
    json.put("LiveRestoreEnabled", true);
    json.put("Isolation", "");
    json.put("InitBinary", "");
    json.put("ContainerdCommit", Map.of("ID", ""));
    json.put("RuncCommit", Map.of("ID", ""));
    json.put("InitCommit", Map.of("ID", ""));
    List<String> security = new ArrayList<>();
    if (runtime.seccomp()) {
      security.add("name=seccomp,profile=builtin");
    }
    if (runtime.cgroupV2()) {
      security.add("name=cgroupns");
    }
    json.put("SecurityOptions", security);
    json.put("CDISpecDirs", List.of());
    json.put("FirewallBackend", Map.of("Driver", "nftables"));
    json.put("Warnings", runtime.warnings().isEmpty() ? null : runtime.warnings());
    return json;
  }

  private static Map<String, Object> registryConfig(ProductInfo product) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("InsecureRegistryCIDRs", List.of("::1/128", "127.0.0.0/8"));
    json.put("IndexConfigs", Map.of());
    json.put("Mirrors", product.registryMirrors());
    return json;
  }
}
