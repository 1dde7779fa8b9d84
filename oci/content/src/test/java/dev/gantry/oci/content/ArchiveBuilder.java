package dev.gantry.oci.content;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gantry.oci.archive.TarEntry;
import dev.gantry.oci.archive.TarWriter;
import dev.gantry.oci.spec.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/// Makes image archives by hand, good and bad ones.
final class ArchiveBuilder {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarWriter tar = new TarWriter(bytes, TarWriter.Times.SECONDS);

  ArchiveBuilder file(String path, String content) {
    return file(path, content.replace('\'', '"').getBytes(UTF_8));
  }

  ArchiveBuilder file(String path, byte[] content) {
    try {
      tar.write(TarEntry.file(path, content.length, 0644, Instant.EPOCH), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /// A file of an OCI layout, named by its digest.
  ArchiveBuilder blob(byte[] content) {
    return file(blobPath(content), content);
  }

  ArchiveBuilder symlink(String path, String target) {
    return entry(path, new TarEntry.Kind.Symlink(target));
  }

  ArchiveBuilder hardLink(String path, String target) {
    return entry(path, new TarEntry.Kind.HardLink(target));
  }

  ArchiveBuilder entry(String path, TarEntry.Kind kind) {
    try {
      tar.write(TarEntry.of(path, kind, 0755, Instant.EPOCH));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  byte[] build() {
    try {
      tar.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static String blobPath(byte[] content) {
    return "blobs/sha256/" + Digest.of(content).hex();
  }

  /// A configuration with these uncompressed layers.
  static byte[] config(byte[]... layers) {
    var diffIds = new StringBuilder();
    for (byte[] layer : layers) {
      diffIds.append(diffIds.isEmpty() ? "" : ",").append('"').append(Digest.of(layer)).append('"');
    }
    return """
        {"architecture":"amd64","os":"linux","config":{"Cmd":["sh"]},"unknown":{"kept":true},\
        "rootfs":{"type":"layers","diff_ids":[%s]}}"""
        .formatted(diffIds)
        .getBytes(UTF_8);
  }
}
