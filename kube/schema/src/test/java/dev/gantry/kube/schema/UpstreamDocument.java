package dev.gantry.kube.schema;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gantry.platform.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/// Upstream's own OpenAPI document (version 2), when the machine has it:
/// `-Dgantry.kubernetes.openapi` or the usual place beside the repository. It is not part of
/// the repository.
final class UpstreamDocument {
  private static final String USUAL = "shared/oracles/kubernetes-openapi.json";

  private UpstreamDocument() {}

  /// Skips the test where the document is missing.
  static JsonNode read() {
    Path file = find();
    assumeTrue(Files.exists(file), () -> "no " + file);
    try (InputStream in = Files.newInputStream(file)) {
      return Json.tree(in);
    } catch (IOException e) {
      throw new IllegalStateException("read " + file, e);
    }
  }

  private static Path find() {
    String named = System.getProperty("gantry.kubernetes.openapi");
    if (named != null) {
      return Path.of(named);
    }
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.exists(at.resolve(USUAL))) {
        return at.resolve(USUAL);
      }
    }
    return Path.of(USUAL);
  }
}
