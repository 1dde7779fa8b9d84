package dev.gantry.app.cli.container;

import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.command.Each;
import dev.gantry.app.cli.grammar.Arity;
import dev.gantry.app.cli.grammar.Spec;

/// `gantry wait`: blocks until containers have stopped, and prints their statuses.
public final class Wait implements Command {
  @Override
  public Spec spec() {
    return Spec.of(
            "CONTAINER [CONTAINER...]",
            "Block until one or more containers stop, then print their exit codes")
        .aliases("container wait", "wait")
        .args(Arity.atLeast(1));
  }

  @Override
  public int run(Call call) throws InterruptedException {
    return Each.inOrder(
        call,
        call.args(),
        container -> String.valueOf(ExitWait.begin(call.engine(), container, "").status()));
  }
}
