package dev.gantry.app.cli.image;

import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.grammar.Arity;
import dev.gantry.app.cli.grammar.Spec;
import java.io.IOException;

/// `gantry logout`: forgets credentials.
public final class Logout implements Command {
  @Override
  public Spec spec() {
    return Spec.of("[SERVER]", "Log out from a registry")
        .describe(
            "Log out from a registry.\nIf no server is specified, the default is defined by the daemon.")
        .args(Arity.atMost(1));
  }

  @Override
  public int run(Call call) throws IOException {
    String server = call.args().isEmpty() ? RegistryAuth.HUB : call.arg(0);
    call.out().println("Removing login credentials for " + server);
    call.cli().config().removeCredentials(server);
    return 0;
  }
}
