package dev.gantry.app.cli.container;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.grammar.Arity;
import dev.gantry.app.cli.grammar.ExitException;
import dev.gantry.app.cli.grammar.Spec;
import java.io.IOException;
import java.util.List;

/// `gantry diff`: what a container changed of its image.
public final class Diff implements Command {
  private static final String KINDS = "CAD";

  @Override
  public Spec spec() {
    return Spec.of(
            "CONTAINER", "Inspect changes to files or directories on a container's filesystem")
        .aliases("container diff", "diff")
        .args(Arity.exactly(1));
  }

  @Override
  public int run(Call call) throws IOException {
    if (call.arg(0).isEmpty()) {
      throw ExitException.failure("Container name cannot be empty");
    }
    Object answer =
        call.engine().get(ApiPath.of("/containers/").id(call.arg(0), "/changes")).json();
    if (answer instanceof List<?> changes) {
      for (JsonObject change : JsonObject.objects(changes)) {
        char kind = KINDS.charAt((int) change.integer("Kind"));
        call.out().println(kind + " " + change.string("Path"));
      }
    }
    return 0;
  }
}
