package dev.gantry.app.cli.container;

import dev.gantry.app.cli.command.Ulimit;
import dev.gantry.app.cli.grammar.FlagType;
import dev.gantry.app.cli.grammar.Spec;

/// The flags that `run` and `create` share: everything that describes a container.
final class ContainerFlags {
  private ContainerFlags() {}

  static Spec declare(Spec spec) {
    process(spec);
    network(spec);
    storage(spec);
    health(spec);
    limits(spec);
    isolation(spec);
    checks(spec);
    return spec.stopAtFirstArgument()
        .bool("help", "Print usage")
        .string("name", "Assign a name to the container")
        .string("cidfile", "Write the container ID to the file")
        .string("platform", "Set platform if server is multi-platform capable")
        .flag('\0', "disable-content-trust", FlagType.BOOL, "true", "Skip image verification")
        .flag(
            '\0',
            "pull",
            FlagType.STRING,
            "missing",
            "Pull image before running (\"always\", \"missing\", \"never\")");
  }

  private static void checks(Spec spec) {
    spec.check("attach", ContainerConfig::checkStream)
        .check("env", EnvFile::checkVariable)
        .check("label", EnvFile::checkLabel)
        .check("add-host", ContainerConfig::extraHost)
        .check("mount", MountSpec::parse)
        .check("network", NetworkSpecs::check)
        .check("net", NetworkSpecs::check)
        .check("ulimit", Ulimit::parse)
        .check("blkio-weight-device", BlockDevices::weight)
        .check("device-read-bps", BlockDevices::bytesPerSecond)
        .check("device-write-bps", BlockDevices::bytesPerSecond)
        .check("device-read-iops", BlockDevices::operationsPerSecond)
        .check("device-write-iops", BlockDevices::operationsPerSecond)
        .check("gpus", DeviceSpecs::gpuRequest);
  }

  private static void process(Spec spec) {
    spec.list('a', "attach", "Attach to STDIN, STDOUT or STDERR")
        .string("entrypoint", "Overwrite the default ENTRYPOINT of the image")
        .list('e', "env", "Set environment variables")
        .list("env-file", "Read in a file of environment variables")
        .string('h', "hostname", "Container host name")
        .string("domainname", "Container NIS domain name")
        .bool('i', "interactive", "Keep STDIN open even if not attached")
        .bool('t', "tty", "Allocate a pseudo-TTY")
        .list('l', "label", "Set meta data on a container")
        .list("label-file", "Read in a line delimited file of labels")
        .flag(
            "annotation",
            FlagType.MAP,
            "Add an annotation to the container (passed through to the OCI runtime)")
        .flag(
            '\0',
            "restart",
            FlagType.STRING,
            "no",
            "Restart policy to apply when a container exits")
        .bool(
            "rm",
            "Automatically remove the container and its associated anonymous volumes when it"
                + " exits")
        .string("stop-signal", "Signal to stop the container")
        .integer("stop-timeout", "Timeout (in seconds) to stop a container")
        .string('u', "user", "Username or UID (format: <name|uid>[:<group|gid>])")
        .string('w', "workdir", "Working directory inside the container")
        .bool("init", "Run an init inside the container that forwards signals and reaps processes")
        .string("runtime", "Runtime to use for this container")
        .string("log-driver", "Logging driver for the container")
        .list("log-opt", "Log driver options");
  }

  private static void network(Spec spec) {
    spec.list("add-host", "Add a custom host-to-IP mapping (host:ip)")
        .list("dns", "Set custom DNS servers")
        .hidden('\0', "dns-opt", FlagType.LIST, "")
        .list("dns-option", "Set DNS options")
        .list("dns-search", "Set custom DNS search domains")
        .list("expose", "Expose a port or a range of ports")
        .string("ip", "IPv4 address (e.g., 172.30.100.104)")
        .string("ip6", "IPv6 address (e.g., 2001:db8::33)")
        .list("link", "Add link to another container")
        .list("link-local-ip", "Container IPv4/IPv6 link-local addresses")
        .string("mac-address", "Container MAC address (e.g., 92:d0:c6:0a:29:33)")
        .hidden('\0', "net", FlagType.NETWORK, "")
        .flag("network", FlagType.NETWORK, "Connect a container to a network")
        .hidden('\0', "net-alias", FlagType.LIST, "")
        .list("network-alias", "Add network-scoped alias for the container")
        .list('p', "publish", "Publish a container's port(s) to the host")
        .bool('P', "publish-all", "Publish all exposed ports to random ports");
  }

  private static void storage(Spec spec) {
    spec.flag("mount", FlagType.MOUNT, "Attach a filesystem mount to the container")
        .bool("read-only", "Mount the container's root filesystem as read only")
        .list("storage-opt", "Storage driver options for the container")
        .list("tmpfs", "Mount a tmpfs directory")
        .list('v', "volume", "Bind mount a volume")
        .string("volume-driver", "Optional volume driver for the container")
        .list("volumes-from", "Mount volumes from the specified container(s)");
  }

  private static void health(Spec spec) {
    spec.string("health-cmd", "Command to run to check health")
        .flag(
            "health-interval",
            FlagType.DURATION,
            "Time between running the check (ms|s|m|h) (default 0s)")
        .integer("health-retries", "Consecutive failures needed to report unhealthy")
        .flag(
            "health-start-interval",
            FlagType.DURATION,
            "Time between running the check during the start period (ms|s|m|h) (default 0s)")
        .flag(
            "health-start-period",
            FlagType.DURATION,
            "Start period for the container to initialize before starting health-retries"
                + " countdown (ms|s|m|h) (default 0s)")
        .flag(
            "health-timeout",
            FlagType.DURATION,
            "Maximum time to allow one check to run (ms|s|m|h) (default 0s)")
        .bool("no-healthcheck", "Disable any container-specified HEALTHCHECK");
  }

  private static void limits(Spec spec) {
    spec.flag(
            "blkio-weight",
            FlagType.UINT16,
            "Block IO (relative weight), between 10 and 1000, or 0 to disable (default 0)")
        .flag(
            '\0',
            "blkio-weight-device",
            FlagType.LIST,
            "[]",
            "Block IO weight (relative device weight)")
        .integer("cpu-period", "Limit CPU CFS (Completely Fair Scheduler) period")
        .integer("cpu-quota", "Limit CPU CFS (Completely Fair Scheduler) quota")
        .integer("cpu-rt-period", "Limit CPU real-time period in microseconds")
        .integer("cpu-rt-runtime", "Limit CPU real-time runtime in microseconds")
        .integer('c', "cpu-shares", "CPU shares (relative weight)")
        .flag("cpus", FlagType.DECIMAL, "Number of CPUs")
        .string("cpuset-cpus", "CPUs in which to allow execution (0-3, 0,1)")
        .string("cpuset-mems", "MEMs in which to allow execution (0-3, 0,1)")
        .flag(
            '\0',
            "device-read-bps",
            FlagType.LIST,
            "[]",
            "Limit read rate (bytes per second) from a device")
        .flag(
            '\0',
            "device-read-iops",
            FlagType.LIST,
            "[]",
            "Limit read rate (IO per second) from a device")
        .flag(
            '\0',
            "device-write-bps",
            FlagType.LIST,
            "[]",
            "Limit write rate (bytes per second) to a device")
        .flag(
            '\0',
            "device-write-iops",
            FlagType.LIST,
            "[]",
            "Limit write rate (IO per second) to a device")
        .flag("kernel-memory", FlagType.BYTES, "Kernel memory limit")
        .flag('m', "memory", FlagType.BYTES, "Memory limit")
        .flag("memory-reservation", FlagType.BYTES, "Memory soft limit")
        .flag(
            "memory-swap",
            FlagType.SWAP_BYTES,
            "Swap limit equal to memory plus swap: '-1' to enable unlimited swap")
        .flag(
            '\0',
            "memory-swappiness",
            FlagType.INT,
            "-1",
            "Tune container memory swappiness (0 to 100)")
        .bool("oom-kill-disable", "Disable OOM Killer")
        .integer("oom-score-adj", "Tune host's OOM preferences (-1000 to 1000)")
        .integer("pids-limit", "Tune container pids limit (set -1 for unlimited)")
        .flag("shm-size", FlagType.BYTES, "Size of /dev/shm")
        .flag("ulimit", FlagType.ULIMIT, "Ulimit options")
        .string("cgroup-parent", "Optional parent cgroup for the container");
  }

  private static void isolation(Spec spec) {
    spec.list("cap-add", "Add Linux capabilities")
        .list("cap-drop", "Drop Linux capabilities")
        .string(
            "cgroupns",
            """
            Cgroup namespace to use (host|private)
            'host':    Run the container in the Docker host's cgroup namespace
            'private': Run the container in its own private cgroup namespace
            '':        Use the cgroup namespace as configured by the
                       default-cgroupns-mode option on the daemon (default)\
            """)
        .list("device", "Add a host device to the container")
        .list("device-cgroup-rule", "Add a rule to the cgroup allowed devices list")
        .flag("gpus", FlagType.GPU, "GPU devices to add to the container ('all' to pass all GPUs)")
        .list("group-add", "Add additional groups to join")
        .string("ipc", "IPC mode to use")
        .string("isolation", "Container isolation technology")
        .string("pid", "PID namespace to use")
        .bool("privileged", "Give extended privileges to this container")
        .list("security-opt", "Security Options")
        .flag("sysctl", FlagType.MAP, "Sysctl options")
        .bool("use-api-socket", "Bind mount Docker API socket and required auth")
        .string("userns", "User namespace to use")
        .string("uts", "UTS namespace to use");
  }
}
