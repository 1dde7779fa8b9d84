package dev.gantry.app.cli.client;

import dev.gantry.app.cli.grammar.ExitException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/// docker's contexts: named endpoints below the configuration directory.
final class ContextStore {
  private final Path root;

  ContextStore(Path configDirectory) {
    root = configDirectory.resolve("contexts");
  }

  /// The endpoint of a context.
  Endpoint endpoint(String name) throws IOException {
    String id = sha256(name);
    Path meta = root.resolve("meta").resolve(id).resolve("meta.json");
    if (!Files.exists(meta)) {
      throw ExitException.failure(
          "context \""
              + name
              + "\": context not found: open "
              + meta
              + ": no such file or directory");
    }
    JsonObject docker =
        Json.parseObject(Files.readAllBytes(meta)).object("Endpoints").object("docker");
    Path tls = root.resolve("tls").resolve(id).resolve("docker");
    boolean skipVerify = docker.bool("SkipTLSVerify");
    Optional<Endpoint.TlsFiles> files =
        Files.isDirectory(tls)
            ? Optional.of(
                new Endpoint.TlsFiles(
                    tls.resolve("ca.pem"),
                    tls.resolve("cert.pem"),
                    tls.resolve("key.pem"),
                    !skipVerify))
            : Optional.empty();
    return new Endpoint(docker.string("Host"), files);
  }

  private static String sha256(String name) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(name.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
