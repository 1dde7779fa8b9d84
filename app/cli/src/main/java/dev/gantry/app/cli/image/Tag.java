package dev.gantry.app.cli.image;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.grammar.Arity;
import dev.gantry.app.cli.grammar.ExitException;
import dev.gantry.app.cli.grammar.Spec;
import dev.gantry.oci.spec.ImageReference;
import dev.gantry.platform.errors.GantryException;
import java.io.IOException;

/// `gantry tag`: one more name for an image.
public final class Tag implements Command {
  @Override
  public Spec spec() {
    return Spec.of(
            "SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]",
            "Create a tag TARGET_IMAGE that refers to SOURCE_IMAGE")
        .aliases("image tag", "tag")
        .args(Arity.exactly(2));
  }

  @Override
  public int run(Call call) throws IOException {
    ImageReference target = parse(call.arg(1));
    if (target.digest().isPresent()) {
      throw ExitException.failure("refusing to create a tag with a digest reference");
    }
    ApiPath path = ApiPath.of("/images/").id(call.arg(0), "/tag").query("repo", target.name());
    call.engine().post(path.query("tag", target.tag().orElse("latest"))).close();
    return 0;
  }

  private static ImageReference parse(String name) {
    try {
      return ImageReference.parse(name);
    } catch (GantryException e) {
      throw ExitException.failure(
          "Error parsing reference: \""
              + name
              + "\" is not a valid repository/tag: "
              + e.getMessage());
    }
  }
}
