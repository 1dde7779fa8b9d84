package dev.gantry.app.cli.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// Turns docker's `ca.pem`, `cert.pem` and `key.pem` into a TLS context.
final class TlsContext {
  private static final char[] NO_PASSWORD = {};

  private TlsContext() {}

  static SSLContext create(Endpoint.TlsFiles files) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(files), trust(files), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("could not load TLS material: " + e.getMessage(), e);
    }
  }

  private static KeyManager[] keys(Endpoint.TlsFiles files)
      throws IOException, GeneralSecurityException {
    if (!Files.exists(files.certificate()) || !Files.exists(files.key())) {
      return new KeyManager[0];
    }
    KeyStore store = emptyStore();
    Certificate[] chain = certificates(files.certificate()).toArray(new Certificate[0]);
    store.setKeyEntry("client", privateKey(files.key()), NO_PASSWORD, chain);
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  private static TrustManager[] trust(Endpoint.TlsFiles files)
      throws IOException, GeneralSecurityException {
    if (!files.verify()) {
      return new TrustManager[] {new TrustAnyone()};
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    if (Files.exists(files.ca())) {
      KeyStore store = emptyStore();
      for (Certificate certificate : certificates(files.ca())) {
        store.setCertificateEntry("ca-" + store.size(), certificate);
      }
      factory.init(store);
    } else {
      factory.init((KeyStore) null);
    }
    return factory.getTrustManagers();
  }

  private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }

  private static Collection<? extends Certificate> certificates(Path file)
      throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in);
    }
  }

  private static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
    String pem = Files.readString(file, StandardCharsets.US_ASCII);
    int start = pem.indexOf("-----BEGIN ");
    int headEnd = pem.indexOf("-----", start + 11);
    int end = pem.indexOf("-----END ", headEnd);
    if (start < 0 || headEnd < 0 || end < 0) {
      throw new IOException("could not read key " + file + ": no PEM block");
    }
    String kind = pem.substring(start + 11, headEnd);
    byte[] der = Base64.getMimeDecoder().decode(pem.substring(headEnd + 5, end));
    return switch (kind) {
      case "PRIVATE KEY" -> pkcs8(der);
      case "RSA PRIVATE KEY" -> pkcs8(wrapRsa(der));
      default ->
          throw new IOException(
              "key "
                  + file
                  + " is of the unsupported kind \""
                  + kind
                  + "\"; convert it with"
                  + " openssl pkcs8 -topk8 -nocrypt");
    };
  }

  private static PrivateKey pkcs8(byte[] der) throws GeneralSecurityException {
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(der);
    for (String algorithm : new String[] {"RSA", "EC", "EdDSA"}) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException _) {
        // Not of this kind; the next one is tried.
      }
    }
    throw new InvalidKeySpecException("neither an RSA nor an EC nor an EdDSA key");
  }

  /// PKCS#1 inside PKCS#8: version 0, the identifier of rsaEncryption, the key as octets.
  private static byte[] wrapRsa(byte[] pkcs1) {
    byte[] version = {2, 1, 0};
    byte[] rsa = {0x30, 13, 6, 9, 42, (byte) 0x86, 72, (byte) 0x86, (byte) 0xf7, 13, 1, 1, 1, 5, 0};
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(version);
    body.writeBytes(rsa);
    body.writeBytes(der(4, pkcs1));
    return der(0x30, body.toByteArray());
  }

  private static byte[] der(int tag, byte[] value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (value.length < 128) {
      out.write(value.length);
    } else {
      out.write(0x82);
      out.write(value.length >> 8);
      out.write(value.length);
    }
    out.writeBytes(value);
    return out.toByteArray();
  }

  /// `--tls` without `--tlsverify`: encrypted, but the engine need not prove who it is.
  private static final class TrustAnyone implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      throw new CertificateException("this is not a server");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
