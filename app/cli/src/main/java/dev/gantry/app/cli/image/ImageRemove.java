package dev.gantry.app.cli.image;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.EngineException;
import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.grammar.Arity;
import dev.gantry.app.cli.grammar.ExitException;
import dev.gantry.app.cli.grammar.FlagType;
import dev.gantry.app.cli.grammar.Spec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// `gantry rmi`: takes names off images, and removes those without any.
public final class ImageRemove implements Command {
  @Override
  public Spec spec() {
    return Spec.of("[OPTIONS] IMAGE [IMAGE...]", "Remove one or more images")
        .aliases("image rm", "image remove", "rmi")
        .args(Arity.atLeast(1))
        .bool('f', "force", "Force removal of the image")
        .bool("no-prune", "Do not delete untagged parents")
        .flag(
            "platform",
            FlagType.STRINGS,
            "Remove only the given platform variant. Formatted as \"os[/arch[/variant]]\" (e.g.,"
                + " \"linux/amd64\")");
  }

  @Override
  public int run(Call call) throws IOException {
    boolean force = call.flags().bool("force");
    List<String> platforms = call.flags().list("platform").stream().map(Platforms::json).toList();
    List<String> errors = new ArrayList<>();
    boolean fatal = false;
    for (String image : call.args()) {
      try {
        ApiPath path =
            ApiPath.of("/images/")
                .id(image, "")
                .flag("force", force)
                .flag("noprune", call.flags().bool("no-prune"));
        if (!platforms.isEmpty()) {
          path.query("platforms", platforms);
        }
        print(call, call.engine().delete(path).json());
      } catch (EngineException e) {
        fatal |= !e.notFound();
        errors.add(String.valueOf(e.getMessage()));
      }
    }
    if (errors.isEmpty()) {
      return 0;
    }
    String message = String.join("\n", errors);
    if (force && !fatal) {
      call.err().println(message);
      return 0;
    }
    throw ExitException.failure(message);
  }

  private static void print(Call call, Object answer) {
    if (answer instanceof List<?> list) {
      for (JsonObject item : JsonObject.objects(list)) {
        call.out()
            .println(
                item.has("Deleted")
                    ? "Deleted: " + item.string("Deleted")
                    : "Untagged: " + item.string("Untagged"));
      }
    }
  }
}
