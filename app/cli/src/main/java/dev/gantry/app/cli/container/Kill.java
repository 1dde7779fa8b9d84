package dev.gantry.app.cli.container;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.command.Each;
import dev.gantry.app.cli.grammar.Arity;
import dev.gantry.app.cli.grammar.Spec;

/// `gantry kill`: sends a signal, by default the one that cannot be refused.
public final class Kill implements Command {
  @Override
  public Spec spec() {
    return Spec.of("[OPTIONS] CONTAINER [CONTAINER...]", "Kill one or more running containers")
        .aliases("container kill", "kill")
        .args(Arity.atLeast(1))
        .string('s', "signal", "Signal to send to the container");
  }

  @Override
  public int run(Call call) throws InterruptedException {
    String signal = call.flags().string("signal");
    return Each.atOnce(
        call,
        call.args(),
        container -> {
          ApiPath path = ApiPath.of("/containers/").id(container, "/kill");
          call.engine().post(path.queryUnlessEmpty("signal", signal)).close();
          return container;
        });
  }
}
