package dev.gantry.app.cli.container;

import dev.gantry.app.cli.client.EngineException;
import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.grammar.Arity;
import dev.gantry.app.cli.grammar.ExitException;
import dev.gantry.app.cli.grammar.Spec;
import dev.gantry.platform.errors.GantryException;
import java.io.IOException;

/// `gantry create`: a container that is not started yet.
public final class Create implements Command {
  @Override
  public Spec spec() {
    Spec spec =
        Spec.of("[OPTIONS] IMAGE [COMMAND] [ARG...]", "Create a new container")
            .aliases("container create", "create")
            .args(Arity.atLeast(1))
            .bool('q', "quiet", "Suppress the pull output");
    return ContainerFlags.declare(spec);
  }

  @Override
  public int run(Call call) throws IOException {
    JsonObject body = Creation.body(call);
    try {
      call.out().println(new Creation(call, body).create());
    } catch (EngineException | GantryException | IllegalArgumentException e) {
      throw ExitException.failure(String.valueOf(e.getMessage()));
    }
    return 0;
  }
}
