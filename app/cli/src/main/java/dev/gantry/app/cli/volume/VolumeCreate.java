package dev.gantry.app.cli.volume;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.grammar.Arity;
import dev.gantry.app.cli.grammar.ExitException;
import dev.gantry.app.cli.grammar.FlagType;
import dev.gantry.app.cli.grammar.Spec;
import java.io.IOException;

/// `gantry volume create`.
public final class VolumeCreate implements Command {
  @Override
  public Spec spec() {
    return Spec.of("[OPTIONS] [VOLUME]", "Create a volume")
        .args(Arity.atMost(1))
        .flag('d', "driver", FlagType.STRING, "local", "Specify volume driver name")
        .list("label", "Set metadata for a volume")
        .hidden('\0', "name", FlagType.STRING, "")
        .flag('o', "opt", FlagType.MAP, "Set driver specific options");
  }

  @Override
  public int run(Call call) throws IOException {
    String name = call.args().isEmpty() ? call.flags().string("name") : call.arg(0);
    if (!call.args().isEmpty() && call.flags().has("name")) {
      throw ExitException.failure(
          "conflicting options: cannot specify a volume-name through both --name and as a positional"
              + " arg");
    }
    JsonObject request =
        JsonObject.create()
            .with("Name", name)
            .with("Driver", call.flags().string("driver"))
            .with("DriverOpts", call.flags().map("opt"))
            .with("Labels", call.flags().map("label"));
    JsonObject volume = call.engine().post(ApiPath.of("/volumes/create"), request).object();
    call.out().println(volume.string("Name"));
    return 0;
  }
}
