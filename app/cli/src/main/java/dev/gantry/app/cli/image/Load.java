package dev.gantry.app.cli.image;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.EngineClient;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.grammar.Arity;
import dev.gantry.app.cli.grammar.ExitException;
import dev.gantry.app.cli.grammar.Spec;
import dev.gantry.app.cli.terminal.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// `gantry load`: images from an archive that `save` has made.
public final class Load implements Command {
  @Override
  public Spec spec() {
    return Spec.of("[OPTIONS]", "Load an image from a tar archive or STDIN")
        .aliases("image load", "load")
        .args(Arity.none())
        .string('i', "input", "Read from tar archive file, instead of STDIN")
        .bool('q', "quiet", "Suppress the load output")
        .string(
            "platform",
            "Load only the given platform variant. Formatted as \"os[/arch[/variant]]\" (e.g.,"
                + " \"linux/amd64\")");
  }

  @Override
  public int run(Call call) throws IOException {
    Optional<String> input = call.flags().find("input");
    Terminal terminal = call.cli().terminal();
    if (input.isEmpty() && terminal.isTerminal(Terminal.STDIN)) {
      throw ExitException.failure("requested load from stdin, but stdin is empty");
    }
    boolean quiet = call.flags().bool("quiet") || !terminal.isTerminal(Terminal.STDOUT);
    ApiPath path =
        ApiPath.of("/images/load")
            .flag("quiet", quiet)
            .queryUnlessEmpty("platform", Platforms.json(call.flags().string("platform")));
    try (InputStream archive = open(call, input);
        EngineClient.Response response =
            call.engine()
                .send("POST", path, Map.of("Content-Type", "application/x-tar"), archive)) {
      if (response.headers().getOrDefault("Content-Type", "").startsWith("application/json")) {
        ProgressDisplay.on(call, Terminal.STDOUT, _ -> {}).show(response.body());
      } else {
        response.body().transferTo(call.out());
      }
    }
    return 0;
  }

  private static InputStream open(Call call, Optional<String> file) throws IOException {
    if (file.isEmpty()) {
      return call.cli().in();
    }
    try {
      return Files.newInputStream(Path.of(file.get()));
    } catch (NoSuchFileException _) {
      throw ExitException.failure("open " + file.get() + ": no such file or directory");
    }
  }
}
