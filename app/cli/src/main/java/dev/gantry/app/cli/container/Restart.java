package dev.gantry.app.cli.container;

import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.grammar.Spec;

/// `gantry restart`: stops and starts containers.
public final class Restart implements Command {
  @Override
  public Spec spec() {
    return StopFlags.declare(
        Spec.of("[OPTIONS] CONTAINER [CONTAINER...]", "Restart one or more containers")
            .aliases("container restart", "restart"));
  }

  @Override
  public int run(Call call) throws InterruptedException {
    return StopFlags.post(call, "/restart");
  }
}
