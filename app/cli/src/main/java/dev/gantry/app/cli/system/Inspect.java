package dev.gantry.app.cli.system;

import dev.gantry.app.cli.client.EngineClient;
import dev.gantry.app.cli.client.EngineException;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.command.InspectPrinter;
import dev.gantry.app.cli.command.ObjectDetails;
import dev.gantry.app.cli.format.Formats;
import dev.gantry.app.cli.grammar.Arity;
import dev.gantry.app.cli.grammar.ExitException;
import dev.gantry.app.cli.grammar.Spec;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/// `gantry inspect`: everything known about objects of any kind.
///
/// Without `--type` a name is looked for among containers, images, networks, volumes and
/// plugins, in this order.
public final class Inspect implements Command {
  private static final List<String> PROBED =
      List.of("container", "image", "network", "volume", "plugin");

  @Override
  public Spec spec() {
    return Spec.of(
            "[OPTIONS] NAME|ID [NAME|ID...]", "Return low-level information on Docker objects")
        .args(Arity.atLeast(1))
        .string('f', "format", Formats.INSPECT)
        .bool('s', "size", "Display total file sizes if the type is container")
        .string("type", "Only inspect objects of the given type");
  }

  @Override
  public int run(Call call) throws IOException {
    String type = call.flags().string("type");
    if (call.flags().has("type") && type.isEmpty()) {
      throw ExitException.failure("type is empty: must be one of " + types());
    }
    if (!type.isEmpty() && !ObjectDetails.kinds().contains(type)) {
      throw ExitException.failure("unknown type: \"" + type + "\": must be one of " + types());
    }
    boolean size = call.flags().bool("size");
    InspectPrinter printer = new InspectPrinter(call.flags().string("format"));
    return printer.print(
        call,
        call.args(),
        reference ->
            type.isEmpty()
                ? probe(call.engine(), reference, size)
                : ObjectDetails.fetch(call.engine(), type, reference, size));
  }

  private static String types() {
    return ObjectDetails.kinds().stream()
        .sorted()
        .map(type -> "\"" + type + "\"")
        .collect(Collectors.joining(", "));
  }

  private static byte[] probe(EngineClient engine, String reference, boolean size)
      throws IOException {
    for (String type : PROBED) {
      try {
        return ObjectDetails.fetch(engine, type, reference, size);
      } catch (EngineException e) {
        boolean elsewhere = e.notFound() || (type.equals("plugin") && e.status() == 501);
        if (!elsewhere) {
          throw e;
        }
      }
    }
    throw ExitException.failure("Error: No such object: " + reference);
  }
}
