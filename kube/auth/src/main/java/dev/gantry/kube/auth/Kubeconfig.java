package dev.gantry.kube.auth;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Base64;

/// Writes the file that lets `kubectl` and its kin in.
public final class Kubeconfig {
  private static final String NAME = "gantry";

  private Kubeconfig() {}

  /// The file's text, with the certificates in it, so that it works wherever it is copied.
  ///
  /// @param server `https://127.0.0.1:6443`
  public static String text(String server, X509Certificate authority, Identity user) {
    return """
    apiVersion: v1
    kind: Config
    clusters:
    - name: %1$s
      cluster:
        server: %2$s
        certificate-authority-data: %3$s
    users:
    - name: %1$s
      user:
        client-certificate-data: %4$s
        client-key-data: %5$s
    contexts:
    - name: %1$s
      context:
        cluster: %1$s
        user: %1$s
    current-context: %1$s
    """
        .formatted(
            NAME,
            server,
            base64(Pem.of(authority)),
            base64(Pem.of(user.certificate())),
            base64(Pem.ofCurve(user.key())));
  }

  /// Writes the file with mode 0600, as a whole or not at all, unless it says the same already.
  public static void write(Path path, String text) {
    new PrivateFile(path).writeIfDifferent(text);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
