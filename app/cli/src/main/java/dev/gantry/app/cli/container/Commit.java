package dev.gantry.app.cli.container;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.JsonNull;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.grammar.Arity;
import dev.gantry.app.cli.grammar.ExitException;
import dev.gantry.app.cli.grammar.FlagType;
import dev.gantry.app.cli.grammar.Spec;
import dev.gantry.oci.spec.ImageReference;
import java.io.IOException;

/// `gantry commit`: an image from a container.
public final class Commit implements Command {
  @Override
  public Spec spec() {
    return Spec.of(
            "[OPTIONS] CONTAINER [REPOSITORY[:TAG]]",
            "Create a new image from a container's changes")
        .aliases("container commit", "commit")
        .args(Arity.between(1, 2))
        .string('a', "author", "Author (e.g., \"John Hannibal Smith <hannibal@a-team.com>\")")
        .list('c', "change", "Apply Dockerfile instruction to the created image")
        .string('m', "message", "Commit message")
        .flag('p', "pause", FlagType.BOOL, "true", "Pause container during commit");
  }

  @Override
  public int run(Call call) throws IOException {
    ApiPath path =
        ApiPath.of("/commit")
            .query("container", call.arg(0))
            .query("author", call.flags().string("author"))
            .query("comment", call.flags().string("message"));
    if (call.args().size() == 2) {
      ImageReference name = ImageReference.parse(call.arg(1));
      if (name.digest().isPresent()) {
        throw ExitException.failure("refusing to create a tag with a digest reference");
      }
      path.query("repo", name.name()).query("tag", name.tag().orElse("latest"));
    }
    if (call.flags().has("change")) {
      path.query("changes", call.flags().list("change"));
    }
    if (!call.flags().bool("pause")) {
      path.query("pause", 0);
    }
    call.out().println(call.engine().post(path, JsonNull.NULL).object().string("Id"));
    return 0;
  }
}
