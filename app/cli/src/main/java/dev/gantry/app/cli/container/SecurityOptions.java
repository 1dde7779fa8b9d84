package dev.gantry.app.cli.container;

import dev.gantry.app.cli.client.Json;
import dev.gantry.app.cli.client.JsonNull;
import dev.gantry.app.cli.client.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `--security-opt`. A seccomp profile is read here and sent as its text, since the file is
/// ours and not the engine's; `systempaths=unconfined` means that no path is masked or
/// read-only.
record SecurityOptions(List<String> options, boolean unmasked) {
  static SecurityOptions of(List<String> given) throws IOException {
    List<String> options = new ArrayList<>();
    boolean unmasked = false;
    for (String option : given) {
      int separator = option.indexOf('=') >= 0 ? option.indexOf('=') : option.indexOf(':');
      if (separator < 0) {
        if (!option.equals("no-new-privileges")) {
          throw new IllegalArgumentException("Invalid --security-opt: \"" + option + "\"");
        }
        options.add(option);
        continue;
      }
      String name = option.substring(0, separator);
      String value = option.substring(separator + 1);
      if (name.equals("systempaths") && value.equals("unconfined")) {
        unmasked = true;
      } else if (name.equals("seccomp")
          && !value.equals("unconfined")
          && !value.equals("builtin")) {
        options.add("seccomp=" + profile(value));
      } else {
        options.add(option);
      }
    }
    return new SecurityOptions(options, unmasked);
  }

  private static String profile(String file) throws IOException {
    try {
      return Json.text(Json.parse(Files.readAllBytes(Path.of(file))));
    } catch (NoSuchFileException _) {
      throw new IllegalArgumentException(
          "opening seccomp profile ("
              + file
              + ") failed: open "
              + file
              + ": no such file or directory");
    }
  }

  void addTo(JsonObject host) {
    host.with("SecurityOpt", ContainerConfig.nullIfEmpty(options))
        .with("MaskedPaths", unmasked ? List.of() : JsonNull.NULL)
        .with("ReadonlyPaths", unmasked ? List.of() : JsonNull.NULL);
  }
}
