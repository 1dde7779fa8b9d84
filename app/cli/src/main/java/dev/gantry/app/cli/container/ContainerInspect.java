package dev.gantry.app.cli.container;

import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.command.InspectPrinter;
import dev.gantry.app.cli.command.ObjectDetails;
import dev.gantry.app.cli.format.Formats;
import dev.gantry.app.cli.grammar.Arity;
import dev.gantry.app.cli.grammar.Spec;
import java.io.IOException;

/// `gantry container inspect`.
public final class ContainerInspect implements Command {
  @Override
  public Spec spec() {
    return Spec.of(
            "[OPTIONS] CONTAINER [CONTAINER...]",
            "Display detailed information on one or more containers")
        .args(Arity.atLeast(1))
        .string('f', "format", Formats.INSPECT)
        .bool('s', "size", "Display total file sizes");
  }

  @Override
  public int run(Call call) throws IOException {
    return new InspectPrinter(call.flags().string("format"))
        .print(
            call,
            call.args(),
            reference ->
                ObjectDetails.fetch(
                    call.engine(), "container", reference, call.flags().bool("size")));
  }
}
