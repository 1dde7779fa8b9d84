package dev.gantry.app.cli.container;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.command.Each;
import dev.gantry.app.cli.grammar.Arity;
import dev.gantry.app.cli.grammar.Spec;

/// `gantry pause`: freezes the processes of containers.
public final class Pause implements Command {
  @Override
  public Spec spec() {
    return Spec.of("CONTAINER [CONTAINER...]", "Pause all processes within one or more containers")
        .aliases("container pause", "pause")
        .args(Arity.atLeast(1));
  }

  @Override
  public int run(Call call) throws InterruptedException {
    return Each.atOnce(
        call,
        call.args(),
        container -> {
          call.engine().post(ApiPath.of("/containers/").id(container, "/pause")).close();
          return container;
        });
  }
}
