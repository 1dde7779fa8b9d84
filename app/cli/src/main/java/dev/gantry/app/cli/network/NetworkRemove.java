package dev.gantry.app.cli.network;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.EngineException;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.grammar.Arity;
import dev.gantry.app.cli.grammar.ExitException;
import dev.gantry.app.cli.grammar.Spec;
import java.io.IOException;

/// `gantry network rm`.
public final class NetworkRemove implements Command {
  @Override
  public Spec spec() {
    return Spec.of("NETWORK [NETWORK...]", "Remove one or more networks")
        .aliases("network rm", "network remove")
        .args(Arity.atLeast(1))
        .bool('f', "force", "Do not error if the network does not exist");
  }

  @Override
  public int run(Call call) throws IOException {
    boolean failed = false;
    for (String name : call.args()) {
      try {
        call.engine().delete(ApiPath.of("/networks/").id(name, "")).close();
        call.out().println(name);
      } catch (EngineException e) {
        if (!call.flags().bool("force") || !e.notFound()) {
          call.err().println(e.getMessage());
          failed = true;
        }
      }
    }
    if (failed) {
      throw ExitException.failure("exit status 1");
    }
    return 0;
  }
}
