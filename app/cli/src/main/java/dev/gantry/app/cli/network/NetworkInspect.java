package dev.gantry.app.cli.network;

import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.command.InspectPrinter;
import dev.gantry.app.cli.command.ObjectDetails;
import dev.gantry.app.cli.format.Formats;
import dev.gantry.app.cli.grammar.Arity;
import dev.gantry.app.cli.grammar.Spec;
import java.io.IOException;

/// `gantry network inspect`.
public final class NetworkInspect implements Command {
  @Override
  public Spec spec() {
    return Spec.of(
            "[OPTIONS] NETWORK [NETWORK...]",
            "Display detailed information on one or more networks")
        .args(Arity.atLeast(1))
        .string('f', "format", Formats.INSPECT)
        .bool('v', "verbose", "Verbose output for diagnostics");
  }

  @Override
  public int run(Call call) throws IOException {
    return new InspectPrinter(call.flags().string("format"))
        .print(
            call,
            call.args(),
            reference -> ObjectDetails.fetch(call.engine(), "network", reference, false));
  }
}
