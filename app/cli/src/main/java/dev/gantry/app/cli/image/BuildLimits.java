package dev.gantry.app.cli.image;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.Json;
import dev.gantry.app.cli.command.Ulimit;
import dev.gantry.app.cli.grammar.FlagType;
import dev.gantry.app.cli.grammar.Flags;
import dev.gantry.app.cli.grammar.Spec;

/// What the commands of a build may use.
final class BuildLimits {
  private BuildLimits() {}

  static Spec declare(Spec spec) {
    return spec.string(
            "cgroup-parent", "Set the parent cgroup for the \"RUN\" instructions during build")
        .integer("cpu-period", "Limit the CPU CFS (Completely Fair Scheduler) period")
        .integer("cpu-quota", "Limit the CPU CFS (Completely Fair Scheduler) quota")
        .integer('c', "cpu-shares", "CPU shares (relative weight)")
        .string("cpuset-cpus", "CPUs in which to allow execution (0-3, 0,1)")
        .string("cpuset-mems", "MEMs in which to allow execution (0-3, 0,1)")
        .flag('m', "memory", FlagType.BYTES, "Memory limit")
        .flag(
            "memory-swap",
            FlagType.SWAP_BYTES,
            "Swap limit equal to memory plus swap: -1 to enable unlimited swap")
        .flag(
            '\0',
            "network",
            FlagType.STRING,
            "default",
            "Set the networking mode for the RUN instructions during build")
        .flag("security-opt", FlagType.STRINGS, "Security options")
        .flag("shm-size", FlagType.BYTES, "Size of \"/dev/shm\"")
        .bool("squash", "Squash newly built layers into a single new layer")
        .flag("ulimit", FlagType.ULIMIT, "Ulimit options");
  }

  static void addTo(ApiPath path, Flags flags) {
    path.queryUnlessEmpty("cgroupparent", flags.string("cgroup-parent"))
        .queryUnlessEmpty("cpusetcpus", flags.string("cpuset-cpus"))
        .queryUnlessEmpty("cpusetmems", flags.string("cpuset-mems"))
        .flag("squash", flags.bool("squash"));
    number(path, "cpuperiod", flags.integer("cpu-period"));
    number(path, "cpuquota", flags.integer("cpu-quota"));
    number(path, "cpushares", flags.integer("cpu-shares"));
    number(path, "memory", flags.bytes("memory"));
    number(path, "memswap", flags.bytes("memory-swap"));
    number(path, "shmsize", flags.bytes("shm-size"));
    if (!flags.string("network").equals("default")) {
      path.query("networkmode", flags.string("network"));
    }
    if (flags.has("security-opt")) {
      path.query("securityopt", Json.text(flags.list("security-opt")));
    }
    if (flags.has("ulimit")) {
      path.query("ulimits", Json.text(Ulimit.parseAll(flags.list("ulimit"))));
    }
  }

  private static void number(ApiPath path, String name, long value) {
    if (value != 0) {
      path.query(name, value);
    }
  }
}
