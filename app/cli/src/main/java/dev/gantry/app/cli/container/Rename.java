package dev.gantry.app.cli.container;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.EngineException;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.grammar.Arity;
import dev.gantry.app.cli.grammar.ExitException;
import dev.gantry.app.cli.grammar.Spec;
import java.io.IOException;

/// `gantry rename`.
public final class Rename implements Command {
  @Override
  public Spec spec() {
    return Spec.of("CONTAINER NEW_NAME", "Rename a container")
        .aliases("container rename", "rename")
        .args(Arity.exactly(2));
  }

  @Override
  public int run(Call call) throws IOException {
    String from = call.arg(0).strip();
    String to = call.arg(1).strip();
    if (from.isEmpty() || to.isEmpty()) {
      throw ExitException.failure("Error: Neither old nor new names may be empty");
    }
    try {
      call.engine().post(ApiPath.of("/containers/").id(from, "/rename").query("name", to)).close();
    } catch (EngineException e) {
      call.err().println(e.getMessage());
      throw ExitException.failure("Error: failed to rename container named " + from);
    }
    return 0;
  }
}
