package dev.gantry.app.cli.container;

import dev.gantry.app.cli.client.JsonNull;
import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.grammar.Flags;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Turns the flags of `run` and `create` into the body of `POST /containers/create`.
///
/// Mistakes are reported as `IllegalArgumentException`.
final class ContainerConfig {
  private final Flags flags;
  private final Map<String, String> environment;
  private final PortSpecs ports;
  private final VolumeSpecs volumes;
  private final NetworkSpecs networks;

  private ContainerConfig(Flags flags, Map<String, String> environment) {
    this.flags = flags;
    this.environment = environment;
    this.ports = PortSpecs.of(flags.list("publish"), flags.list("expose"));
    this.volumes = VolumeSpecs.of(flags.list("volume"));
    this.networks = NetworkSpecs.of(flags);
  }

  /// @param image the image, then the command and its arguments
  static JsonObject of(Flags flags, List<String> image, Map<String, String> environment)
      throws IOException {
    return new ContainerConfig(flags, environment).build(image);
  }

  private JsonObject build(List<String> image) throws IOException {
    if (flags.bool("rm") && !flags.string("restart").equals("no")) {
      throw new IllegalArgumentException(
          "conflicting options: cannot specify both --restart and --rm");
    }
    return config(image)
        .with("HostConfig", hostConfig())
        .with("NetworkingConfig", networks.networkingConfig());
  }

  private JsonObject config(List<String> image) throws IOException {
    List<String> attach = attach();
    boolean stdin = flags.bool("interactive");
    boolean attachStdin = attach.isEmpty() ? stdin : attach.contains("stdin");
    List<String> env = EnvFile.merge(flags.list("env-file"), flags.list("env"), environment);
    JsonObject config =
        JsonObject.create()
            .with("Hostname", flags.string("hostname"))
            .with("Domainname", flags.string("domainname"))
            .with("User", flags.string("user"))
            .with("AttachStdin", attachStdin)
            .with("AttachStdout", attach.isEmpty() || attach.contains("stdout"))
            .with("AttachStderr", attach.isEmpty() || attach.contains("stderr"));
    if (!ports.exposed().isEmpty()) {
      config.with("ExposedPorts", ports.exposed());
    }
    config
        .with("Tty", flags.bool("tty"))
        .with("OpenStdin", stdin)
        .with("StdinOnce", stdin && attachStdin)
        .with("Env", nullIfEmpty(env))
        .with("Cmd", nullIfEmpty(image.subList(1, image.size())));
    HealthFlags.of(flags).ifPresent(check -> config.with("Healthcheck", check));
    config
        .with("Image", image.getFirst())
        .with("Volumes", volumes.anonymous())
        .with("WorkingDir", flags.string("workdir"))
        .with("Entrypoint", entrypoint())
        .with("Labels", EnvFile.labels(flags.list("label-file"), flags.list("label")));
    flags.find("stop-signal").ifPresent(signal -> config.with("StopSignal", signal));
    if (flags.has("stop-timeout")) {
      config.with("StopTimeout", flags.integer("stop-timeout"));
    }
    return config;
  }

  private List<String> attach() {
    return flags.list("attach").stream().map(s -> s.toLowerCase(Locale.ROOT)).toList();
  }

  static void checkStream(String stream) {
    if (!List.of("stdin", "stdout", "stderr").contains(stream.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException("valid streams are STDIN, STDOUT and STDERR");
    }
  }

  /// An empty `--entrypoint` resets the image's.
  private Object entrypoint() {
    return flags.has("entrypoint") ? List.of(flags.string("entrypoint")) : JsonNull.NULL;
  }

  private JsonObject hostConfig() throws IOException {
    JsonObject host =
        JsonObject.create()
            .with("Binds", nullIfEmpty(volumes.binds()))
            .with("ContainerIDFile", flags.string("cidfile"))
            .with("LogConfig", logConfig())
            .with("NetworkMode", networks.mode())
            .with("PortBindings", ports.bindings())
            .with("RestartPolicy", RestartPolicyFlag.parse(flags.string("restart")))
            .with("AutoRemove", flags.bool("rm"))
            .with("VolumeDriver", flags.string("volume-driver"))
            .with("VolumesFrom", nullIfEmpty(flags.list("volumes-from")))
            .with("ConsoleSize", List.of(0, 0));
    if (flags.has("annotation")) {
      host.with("Annotations", flags.map("annotation"));
    }
    Capabilities capabilities = Capabilities.of(flags.list("cap-add"), flags.list("cap-drop"));
    List<String> dnsOptions = new ArrayList<>(flags.list("dns-option"));
    dnsOptions.addAll(flags.list("dns-opt"));
    host.with("CapAdd", nullIfEmpty(capabilities.add()))
        .with("CapDrop", nullIfEmpty(capabilities.drop()))
        .with("CgroupnsMode", flags.string("cgroupns"))
        .with("Dns", flags.list("dns"))
        .with("DnsOptions", dnsOptions)
        .with("DnsSearch", flags.list("dns-search"))
        .with(
            "ExtraHosts",
            nullIfEmpty(flags.list("add-host").stream().map(ContainerConfig::extraHost).toList()))
        .with("GroupAdd", nullIfEmpty(flags.list("group-add")))
        .with("IpcMode", flags.string("ipc"))
        .with("Cgroup", "")
        .with("Links", nullIfEmpty(flags.list("link")))
        .with("OomScoreAdj", flags.integer("oom-score-adj"))
        .with("PidMode", flags.string("pid"))
        .with("Privileged", flags.bool("privileged"))
        .with("PublishAllPorts", flags.bool("publish-all"))
        .with("ReadonlyRootfs", flags.bool("read-only"));
    SecurityOptions.of(flags.list("security-opt")).addTo(host);
    if (flags.has("storage-opt")) {
      host.with("StorageOpt", flags.map("storage-opt"));
    }
    if (flags.has("tmpfs")) {
      host.with("Tmpfs", VolumeSpecs.tmpfs(flags.list("tmpfs")));
    }
    host.with("UTSMode", flags.string("uts"))
        .with("UsernsMode", flags.string("userns"))
        .with("ShmSize", flags.bytes("shm-size"));
    if (flags.has("sysctl")) {
      host.with("Sysctls", flags.map("sysctl"));
    }
    flags.find("runtime").ifPresent(runtime -> host.with("Runtime", runtime));
    host.with("Isolation", flags.string("isolation"));
    ResourceFlags.addTo(host, flags);
    List<JsonObject> mounts = flags.list("mount").stream().map(MountSpec::parse).toList();
    if (!mounts.isEmpty()) {
      host.with("Mounts", mounts);
    }
    if (flags.has("init")) {
      host.with("Init", flags.bool("init"));
    }
    return host;
  }

  /// `name:address` and `name=address` mean the same.
  static String extraHost(String host) {
    int separator = host.indexOf('=') >= 0 ? host.indexOf('=') : host.indexOf(':');
    if (separator <= 0) {
      throw new IllegalArgumentException("bad format for add-host: \"" + host + "\"");
    }
    return host.substring(0, separator) + ":" + host.substring(separator + 1);
  }

  private JsonObject logConfig() {
    String driver = flags.string("log-driver");
    Map<String, String> options = flags.map("log-opt");
    if (driver.equals("none") && !options.isEmpty()) {
      throw new IllegalArgumentException("invalid logging opts for driver " + driver);
    }
    return JsonObject.create().with("Type", driver).with("Config", options);
  }

  static Object nullIfEmpty(List<String> list) {
    return list.isEmpty() ? JsonNull.NULL : list;
  }
}
