package dev.gantry.kube.schema;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// A document about the kinds, as it is sent. It is kept compressed, which is how clients ask for
/// it: all documents together are megabytes of text that says everything twenty times.
public final class Document {
  private final byte[] gzip;
  private final String hash;

  private Document(byte[] gzip, String hash) {
    this.gzip = gzip;
    this.hash = hash;
  }

  public static Document of(byte[] bytes) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream(bytes.length / 8 + 64);
    try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("compress in memory", e);
    }
    return new Document(compressed.toByteArray(), sha256(bytes));
  }

  private static String sha256(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().withUpperCase().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// The document itself.
  public byte[] bytes() {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("decompress in memory", e);
    }
  }

  /// For clients that accept `gzip`.
  public byte[] gzip() {
    return gzip.clone();
  }

  /// Of the document, in upper-case hexadecimal.
  public String hash() {
    return hash;
  }

  /// The value of the header `ETag`.
  public String etag() {
    return '"' + hash + '"';
  }
}
