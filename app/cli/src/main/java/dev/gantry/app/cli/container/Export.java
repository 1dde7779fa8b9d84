package dev.gantry.app.cli.container;

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

/// `gantry export`: a container's files as a tar archive.
public final class Export implements Command {
  @Override
  public Spec spec() {
    return Spec.of("[OPTIONS] CONTAINER", "Export a container's filesystem as a tar archive")
        .aliases("container export", "export")
        .args(Arity.exactly(1))
        .string('o', "output", "Write to a file, instead of STDOUT");
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
      throw ExitException.failure("failed to export container: " + e.getMessage());
    }
    ApiPath path = ApiPath.of("/containers/").id(call.arg(0), "/export");
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
