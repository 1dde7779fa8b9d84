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

/// `gantry import`: an image from the files in an archive.
public final class Import implements Command {
  @Override
  public Spec spec() {
    return Spec.of(
            "[OPTIONS] file|URL|- [REPOSITORY[:TAG]]",
            "Import the contents from a tarball to create a filesystem image")
        .aliases("image import", "import")
        .args(Arity.atLeast(1))
        .list('c', "change", "Apply Dockerfile instruction to the created image")
        .string('m', "message", "Set commit message for imported image")
        .string("platform", "Set platform if server is multi-platform capable");
  }

  @Override
  public int run(Call call) throws IOException {
    String source = call.arg(0);
    boolean remote = source.startsWith("http://") || source.startsWith("https://");
    ApiPath path =
        ApiPath.of("/images/create")
            .query("fromSrc", remote ? source : "-")
            .query("message", call.flags().string("message"))
            .query("repo", call.args().size() > 1 ? call.arg(1) : "")
            .query("tag", "")
            .queryUnlessEmpty("platform", call.flags().string("platform"));
    if (call.flags().has("change")) {
      path.query("changes", call.flags().list("change"));
    }
    try (InputStream archive = open(call, source, remote);
        EngineClient.Response response =
            call.engine().send("POST", path, Map.of("Content-Type", "text/plain"), archive)) {
      ProgressDisplay.on(call, Terminal.STDOUT, _ -> {}).show(response.body());
    }
    return 0;
  }

  private static InputStream open(Call call, String source, boolean remote) throws IOException {
    if (remote) {
      return InputStream.nullInputStream();
    }
    if (source.equals("-")) {
      return call.cli().in();
    }
    try {
      return Files.newInputStream(Path.of(source));
    } catch (NoSuchFileException _) {
      throw ExitException.failure("open " + source + ": no such file or directory");
    }
  }
}
