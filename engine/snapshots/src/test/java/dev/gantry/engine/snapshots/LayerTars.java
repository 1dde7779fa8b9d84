package dev.gantry.engine.snapshots;

import dev.gantry.oci.archive.TarEntry;
import dev.gantry.oci.archive.TarEntry.Kind;
import dev.gantry.oci.archive.TarWriter;
import dev.gantry.oci.spec.DiffId;
import dev.gantry.oci.spec.Digest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// Builds layers for tests.
final class LayerTars {
  static final Instant TIME = Instant.parse("2024-02-29T12:34:56Z");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarWriter writer = new TarWriter(bytes, TarWriter.Times.SECONDS);

  static LayerTars layer() {
    return new LayerTars();
  }

  LayerTars file(String path, String content) {
    byte[] data = content.getBytes(StandardCharsets.UTF_8);
    return add(TarEntry.file(path, data.length, 0644, TIME), data);
  }

  LayerTars directory(String path, int mode) {
    return add(TarEntry.directory(path, mode, TIME), new byte[0]);
  }

  LayerTars symlink(String path, String target) {
    return add(TarEntry.of(path, new Kind.Symlink(target), 0777, TIME), new byte[0]);
  }

  LayerTars hardLink(String path, String target) {
    return add(TarEntry.of(path, new Kind.HardLink(target), 0644, TIME), new byte[0]);
  }

  LayerTars add(TarEntry entry, byte[] content) {
    try {
      writer.write(entry, content);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] bytes() {
    try {
      writer.close();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  InputStream stream() {
    return new ByteArrayInputStream(bytes());
  }

  static DiffId diffId(byte[] tar) {
    return new DiffId(Digest.of(tar));
  }
}
