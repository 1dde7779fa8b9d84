package dev.gantry.app.cli.image;

import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.grammar.Arity;
import dev.gantry.app.cli.grammar.ExitException;
import dev.gantry.app.cli.grammar.FlagType;
import dev.gantry.app.cli.grammar.Spec;
import dev.gantry.app.cli.terminal.Terminal;
import dev.gantry.oci.spec.ImageReference;
import java.io.IOException;

/// `gantry pull`: an image from a registry.
public final class Pull implements Command {
  @Override
  public Spec spec() {
    return Spec.of("[OPTIONS] NAME[:TAG|@DIGEST]", "Download an image from a registry")
        .aliases("image pull", "pull")
        .args(Arity.exactly(1))
        .bool('a', "all-tags", "Download all tagged images in the repository")
        .flag('\0', "disable-content-trust", FlagType.BOOL, "true", "Skip image verification")
        .string("platform", "Set platform if server is multi-platform capable")
        .bool('q', "quiet", "Suppress verbose output");
  }

  @Override
  public int run(Call call) throws IOException {
    boolean all = call.flags().bool("all-tags");
    boolean quiet = call.flags().bool("quiet");
    ImageReference image = ImageReference.parse(call.arg(0));
    boolean bare = image.tag().isEmpty() && image.digest().isEmpty();
    if (all && !bare) {
      throw ExitException.failure("tag can't be used with --all-tags/-a");
    }
    if (bare && !all) {
      image = image.tagged();
      if (!quiet) {
        call.out().println("Using default tag: latest");
        call.out().flush();
      }
    }
    ImagePull.quiet(call, quiet).pull(image, call.flags().string("platform"), Terminal.STDOUT);
    call.out().println(image);
    return 0;
  }
}
