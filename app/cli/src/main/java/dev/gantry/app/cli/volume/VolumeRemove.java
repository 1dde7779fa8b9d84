package dev.gantry.app.cli.volume;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.command.Each;
import dev.gantry.app.cli.grammar.Arity;
import dev.gantry.app.cli.grammar.Spec;

/// `gantry volume rm`.
public final class VolumeRemove implements Command {
  @Override
  public Spec spec() {
    return Spec.of("[OPTIONS] VOLUME [VOLUME...]", "Remove one or more volumes")
        .describe(
            "Remove one or more volumes. You cannot remove a volume that is in use by a container.")
        .aliases("volume rm", "volume remove")
        .args(Arity.atLeast(1))
        .bool('f', "force", "Force the removal of one or more volumes");
  }

  @Override
  public int run(Call call) throws InterruptedException {
    boolean force = call.flags().bool("force");
    return Each.inOrder(
        call,
        call.args(),
        volume -> {
          call.engine().delete(ApiPath.of("/volumes/").id(volume, "").flag("force", force)).close();
          return volume;
        });
  }
}
