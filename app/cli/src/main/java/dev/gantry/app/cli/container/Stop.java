package dev.gantry.app.cli.container;

import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.grammar.Spec;

/// `gantry stop`: asks containers to end, and kills those that do not in time.
public final class Stop implements Command {
  @Override
  public Spec spec() {
    return StopFlags.declare(
        Spec.of("[OPTIONS] CONTAINER [CONTAINER...]", "Stop one or more running containers")
            .aliases("container stop", "stop"));
  }

  @Override
  public int run(Call call) throws InterruptedException {
    return StopFlags.post(call, "/stop");
  }
}
