package dev.gantry.app.cli.container;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.command.Each;
import dev.gantry.app.cli.grammar.Arity;
import dev.gantry.app.cli.grammar.ExitException;
import dev.gantry.app.cli.grammar.FlagType;
import dev.gantry.app.cli.grammar.Spec;
import java.util.ArrayList;
import java.util.List;

/// `gantry update`: changes limits and restart policies of existing containers.
public final class Update implements Command {
  @Override
  public Spec spec() {
    return Spec.of(
            "[OPTIONS] CONTAINER [CONTAINER...]", "Update configuration of one or more containers")
        .aliases("container update", "update")
        .args(Arity.atLeast(1))
        .flag(
            "blkio-weight",
            FlagType.UINT16,
            "Block IO (relative weight), between 10 and 1000, or 0 to disable (default 0)")
        .integer("cpu-period", "Limit CPU CFS (Completely Fair Scheduler) period")
        .integer("cpu-quota", "Limit CPU CFS (Completely Fair Scheduler) quota")
        .integer("cpu-rt-period", "Limit the CPU real-time period in microseconds")
        .integer("cpu-rt-runtime", "Limit the CPU real-time runtime in microseconds")
        .integer('c', "cpu-shares", "CPU shares (relative weight)")
        .flag("cpus", FlagType.DECIMAL, "Number of CPUs")
        .string("cpuset-cpus", "CPUs in which to allow execution (0-3, 0,1)")
        .string("cpuset-mems", "MEMs in which to allow execution (0-3, 0,1)")
        .flag('m', "memory", FlagType.BYTES, "Memory limit")
        .flag("memory-reservation", FlagType.BYTES, "Memory soft limit")
        .flag(
            "memory-swap",
            FlagType.SWAP_BYTES,
            "Swap limit equal to memory plus swap: -1 to enable unlimited swap")
        .integer("pids-limit", "Tune container pids limit (set -1 for unlimited)")
        .string("restart", "Restart policy to apply when a container exits");
  }

  @Override
  public int run(Call call) throws InterruptedException {
    if (call.flags().isEmpty()) {
      throw ExitException.failure("you must provide one or more flags when using this command");
    }
    JsonObject change = JsonObject.create();
    List<String> warnings = new ArrayList<>();
    try {
      ResourceFlags.updatable(change, call.flags());
      if (!call.flags().has("pids-limit")) {
        change.fields().remove("PidsLimit");
      }
      change.with("RestartPolicy", RestartPolicyFlag.parse(call.flags().string("restart")));
    } catch (IllegalArgumentException e) {
      throw ExitException.failure(String.valueOf(e.getMessage()));
    }
    int status =
        Each.inOrder(
            call,
            call.args(),
            container -> {
              ApiPath path = ApiPath.of("/containers/").id(container, "/update");
              warnings.addAll(call.engine().post(path, change).object().strings("Warnings"));
              return container;
            });
    if (!warnings.isEmpty()) {
      call.out().println(String.join("\n", warnings));
    }
    return status;
  }
}
