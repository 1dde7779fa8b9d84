package dev.gantry.app.cli.image;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.EngineClient;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.files.OutputFile;
import dev.gantry.app.cli.grammar.Arity;
import dev.gantry.app.cli.grammar.ExitException;
import dev.gantry.app.cli.grammar.Spec;
import dev.gantry.app.cli.terminal.Terminal;
import java.io.IOException;
import java.util.Optional;

/// `gantry save`: images as an archive.
public final class Save implements Command {
  @Override
  public Spec spec() {
    return Spec.of(
            "[OPTIONS] IMAGE [IMAGE...]",
            "Save one or more images to a tar archive (streamed to STDOUT by default)")
        .aliases("image save", "save")
        .args(Arity.atLeast(1))
        .string('o', "output", "Write to a file, instead of STDOUT")
        .string(
            "platform",
            "Save only the given platform variant. Formatted as \"os[/arch[/variant]]\" (e.g.,"
                + " \"linux/amd64\")");
  }

  @Override
  public int run(Call call) throws IOException {
    Optional<String> output = call.flags().find("output");
    if (output.isEmpty() && call.cli().terminal().isTerminal(Terminal.STDOUT)) {
      throw ExitException.failure(
          "cowardly refusing to save to a terminal. Use the -o flag or redirect");
    }
    try {
      output.ifPresent(OutputFile::check);
    } catch (IllegalArgumentException e) {
      throw ExitException.failure("failed to save image: " + e.getMessage());
    }
    ApiPath path =
        ApiPath.of("/images/get")
            .query("names", call.args())
            .queryUnlessEmpty("platform", Platforms.json(call.flags().string("platform")));
    try (EngineClient.Response response = call.engine().get(path)) {
      if (output.isPresent()) {
        OutputFile.write(response.body(), output.get());
      } else {
        response.body().transferTo(call.out());
      }
    }
    return 0;
  }
}
