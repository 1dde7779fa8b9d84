package dev.gantry.app.cli.volume;

import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.command.InspectPrinter;
import dev.gantry.app.cli.command.ObjectDetails;
import dev.gantry.app.cli.format.Formats;
import dev.gantry.app.cli.grammar.Arity;
import dev.gantry.app.cli.grammar.Spec;
import java.io.IOException;

/// `gantry volume inspect`.
public final class VolumeInspect implements Command {
  @Override
  public Spec spec() {
    return Spec.of(
            "[OPTIONS] VOLUME [VOLUME...]", "Display detailed information on one or more volumes")
        .args(Arity.atLeast(1))
        .string('f', "format", Formats.INSPECT);
  }

  @Override
  public int run(Call call) throws IOException {
    return new InspectPrinter(call.flags().string("format"))
        .print(
            call,
            call.args(),
            reference -> ObjectDetails.fetch(call.engine(), "volume", reference, false));
  }
}
