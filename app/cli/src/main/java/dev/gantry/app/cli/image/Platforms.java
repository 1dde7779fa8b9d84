package dev.gantry.app.cli.image;

import dev.gantry.app.cli.client.Json;
import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.grammar.ExitException;
import java.util.List;
import java.util.Locale;

/// `--platform os[/arch[/variant]]` where the API takes it as JSON.
final class Platforms {
  private Platforms() {}

  static String usage(String what) {
    return what
        + "\nIf the image or the server is not multi-platform capable, the command will error out if"
        + " the platform does not match.\n'os[/arch[/variant]]': Explicit platform (eg."
        + " linux/amd64)";
  }

  /// The JSON of a platform; empty stays empty.
  static String json(String platform) {
    if (platform.isEmpty()) {
      return "";
    }
    String[] parts = platform.toLowerCase(Locale.ROOT).split("/", -1);
    if (parts.length > 3 || List.of(parts).contains("")) {
      throw ExitException.failure("invalid platform: \"" + platform + "\"");
    }
    JsonObject json =
        JsonObject.create().with("architecture", parts.length > 1 ? parts[1] : "amd64");
    json.with("os", parts[0]);
    if (parts.length > 2) {
      json.with("variant", parts[2]);
    }
    return Json.text(json);
  }
}
