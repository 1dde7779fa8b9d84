package dev.gantry.app.cli.image;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.command.InspectPrinter;
import dev.gantry.app.cli.format.Formats;
import dev.gantry.app.cli.grammar.Arity;
import dev.gantry.app.cli.grammar.Spec;
import java.io.IOException;

/// `gantry image inspect`.
public final class ImageInspect implements Command {
  @Override
  public Spec spec() {
    return Spec.of(
            "[OPTIONS] IMAGE [IMAGE...]", "Display detailed information on one or more images")
        .args(Arity.atLeast(1))
        .string('f', "format", Formats.INSPECT)
        .string(
            "platform",
            Platforms.usage("Inspect a specific platform of the multi-platform image."));
  }

  @Override
  public int run(Call call) throws IOException {
    String platform = Platforms.json(call.flags().string("platform"));
    return new InspectPrinter(call.flags().string("format"))
        .print(
            call,
            call.args(),
            image -> {
              ApiPath path = ApiPath.of("/images/").id(image, "/json");
              return call.engine().get(path.queryUnlessEmpty("platform", platform)).bytes();
            });
  }
}
