package dev.gantry.app.cli.container;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.EngineException;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.command.Each;
import dev.gantry.app.cli.grammar.Arity;
import dev.gantry.app.cli.grammar.ExitException;
import dev.gantry.app.cli.grammar.Spec;

/// `gantry rm`: removes containers.
public final class Remove implements Command {
  @Override
  public Spec spec() {
    return Spec.of("[OPTIONS] CONTAINER [CONTAINER...]", "Remove one or more containers")
        .aliases("container rm", "container remove", "rm")
        .args(Arity.atLeast(1))
        .bool('f', "force", "Force the removal of a running container (uses SIGKILL)")
        .bool('l', "link", "Remove the specified link")
        .bool('v', "volumes", "Remove anonymous volumes associated with the container");
  }

  @Override
  public int run(Call call) throws InterruptedException {
    boolean force = call.flags().bool("force");
    return Each.atOnce(
        call,
        call.args(),
        container -> {
          String name = container.startsWith("/") ? container.substring(1) : container;
          if (name.isEmpty()) {
            throw ExitException.failure("container name cannot be empty");
          }
          try {
            call.engine()
                .delete(
                    ApiPath.of("/containers/")
                        .id(name, "")
                        .flag("v", call.flags().bool("volumes"))
                        .flag("link", call.flags().bool("link"))
                        .flag("force", force))
                .close();
          } catch (EngineException e) {
            if (!force || !e.notFound()) {
              throw e;
            }
            // With --force, what is not there is as good as removed.
            call.err().println(e.getMessage());
            return "";
          }
          return container;
        });
  }
}
