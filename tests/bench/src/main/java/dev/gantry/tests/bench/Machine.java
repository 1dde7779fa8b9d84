package dev.gantry.tests.bench;

import dev.gantry.tests.harness.Commands;
import dev.gantry.tests.harness.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// On what the numbers were measured; without that they mean nothing.
final class Machine {
  private Machine() {}

  static String describe(List<Engine> engines) {
    var versions =
        engines.stream()
            .map(engine -> engine.name() + " " + versionOf(engine))
            .collect(Collectors.joining(", "));
    return """
        %s; Linux %s, %d processors, load average %s
        """
        .formatted(versions, kernel(), Runtime.getRuntime().availableProcessors(), load());
  }

  private static String versionOf(Engine engine) {
    return engine.api().get("/version").json().get("Version").asString();
  }

  private static String kernel() {
    return Commands.run("uname", "-r").text();
  }

  static String load() {
    try {
      return Files.readString(Path.of("/proc/loadavg")).replaceFirst("(\\S+ \\S+ \\S+).*\n", "$1");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
