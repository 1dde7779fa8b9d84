package dev.gantry.tests.conformance;

import dev.gantry.tests.harness.Workspace;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// What a cluster tells a WebSocket until it closes it, asked with the administrator's certificate.
final class ClusterSocket implements WebSocket.Listener {
  private static final char[] NO_PASSWORD = {};

  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private final CompletableFuture<String> all = new CompletableFuture<>();
  private final int channel;

  private ClusterSocket(int channel) {
    this.channel = channel;
  }

  /// Everything a whole connection carries.
  static String read(Workspace cluster, String path, String protocol) {
    return read(cluster, path, protocol, -1);
  }

  /// Everything one of a connection's channels carries.
  ///
  /// @param channel the first byte of the messages to read
  static String read(Workspace cluster, String path, String protocol, int channel) {
    try {
      String kubeconfig = Files.readString(cluster.engine().kubeconfig());
      var server = URI.create(field(kubeconfig, "server").replaceFirst("^http", "ws") + path);
      var socket = new ClusterSocket(channel);
      try (var client = HttpClient.newBuilder().sslContext(tls(kubeconfig)).build()) {
        client
            .newWebSocketBuilder()
            .subprotocols(protocol)
            .buildAsync(server, socket)
            .get(30, TimeUnit.SECONDS);
        return socket.all.get(30, TimeUnit.SECONDS);
      }
    } catch (Exception e) {
      throw new AssertionError(path + " over a WebSocket", e);
    }
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
    byte[] message = new byte[data.remaining()];
    data.get(message);
    if (channel < 0) {
      received.writeBytes(message);
    } else if (message.length > 0 && message[0] == channel) {
      received.write(message, 1, message.length - 1);
    }
    socket.request(1);
    return CompletableFuture.completedStage(null);
  }

  @Override
  public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    all.complete(received.toString(StandardCharsets.UTF_8));
    return CompletableFuture.completedStage(null);
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    all.completeExceptionally(error);
  }

  private static String field(String kubeconfig, String name) {
    var found = Pattern.compile("\\b" + name + ": (\\S+)").matcher(kubeconfig);
    if (!found.find()) {
      throw new AssertionError("the kubeconfig has no " + name);
    }
    return found.group(1);
  }

  private static byte[] pem(String kubeconfig, String name) {
    return Base64.getDecoder().decode(field(kubeconfig, name));
  }

  private static SSLContext tls(String kubeconfig) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    store.setCertificateEntry(
        "authority", certificate(pem(kubeconfig, "certificate-authority-data")));
    byte[] key =
        Base64.getMimeDecoder()
            .decode(
                new String(pem(kubeconfig, "client-key-data"), StandardCharsets.US_ASCII)
                    .replaceAll("-----[A-Z ]+-----", ""));
    store.setKeyEntry(
        "client",
        KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key)),
        NO_PASSWORD,
        new Certificate[] {certificate(pem(kubeconfig, "client-certificate-data"))});

    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, NO_PASSWORD);
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static Certificate certificate(byte[] pem) throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(pem));
  }
}
