package dev.gantry.app.cli.image;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.EngineClient;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.format.Progress;
import dev.gantry.app.cli.grammar.Arity;
import dev.gantry.app.cli.grammar.ExitException;
import dev.gantry.app.cli.grammar.FlagType;
import dev.gantry.app.cli.grammar.Spec;
import dev.gantry.app.cli.terminal.Terminal;
import dev.gantry.oci.spec.Digest;
import dev.gantry.oci.spec.ImageReference;
import java.io.IOException;

/// `gantry push`: an image to a registry.
public final class Push implements Command {
  @Override
  public Spec spec() {
    return Spec.of("[OPTIONS] NAME[:TAG]", "Upload an image to a registry")
        .aliases("image push", "push")
        .args(Arity.exactly(1))
        .bool('a', "all-tags", "Push all tags of an image to the repository")
        .flag('\0', "disable-content-trust", FlagType.BOOL, "true", "Skip image signing")
        .string(
            "platform",
            "Push a platform-specific manifest as a single-platform image to the registry.\n"
                + "Image index won't be pushed, meaning that other manifests, including"
                + " attestations won't be preserved.\n"
                + "'os[/arch[/variant]]': Explicit platform (eg. linux/amd64)")
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
    ApiPath path =
        ApiPath.of("/images/")
            .id(image.familiarName(), "/push")
            .queryUnlessEmpty("tag", image.digest().map(Digest::toString).or(image::tag).orElse(""))
            .queryUnlessEmpty("platform", Platforms.json(call.flags().string("platform")));
    try (EngineClient.Response response =
        call.engine().post(path, RegistryAuth.header(call, image))) {
      Progress progress =
          quiet ? ProgressDisplay.none() : ProgressDisplay.on(call, Terminal.STDOUT, _ -> {});
      progress.show(response.body());
    }
    if (quiet) {
      call.out().println(image);
    }
    return 0;
  }
}
