package dev.gantry.kube.apiserver;

import dev.gantry.platform.json.Json;
import tools.jackson.databind.node.ObjectNode;

/// Which Kubernetes this is. Clients compare the numbers and show the name.
///
/// @param gantry the program's own version, which follows upstream's after a plus sign
public record ServerVersion(String gantry, String commit, String buildDate) {
  /// Upstream's version whose API is served.
  public static final String UPSTREAM = "v1.34.0";

  private static final String MINOR = "34";

  /// As nodes and servers give it, `v1.34.0+gantry-0.1.0`.
  public String text() {
    return UPSTREAM + "+gantry-" + gantry.replaceAll("[^0-9A-Za-z.-]", "-");
  }

  ObjectNode json() {
    return Json.mapper()
        .createObjectNode()
        .put("major", "1")
        .put("minor", MINOR)
        .put("gitVersion", text())
        .put("gitCommit", commit)
        .put("gitTreeState", "clean")
        .put("buildDate", buildDate)
        .put("goVersion", "none")
        .put("compiler", "javac")
        .put("platform", "linux/amd64");
  }
}
