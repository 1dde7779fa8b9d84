package dev.gantry.oci.archive;

import dev.gantry.oci.archive.TarEntry.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Builds archives for tests, legal ones and others.
final class Tars {
  static final Instant TIME = Instant.parse("2024-02-29T12:34:56Z");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarWriter writer = new TarWriter(bytes, TarWriter.Times.NANOSECONDS);

  static Tars tar() {
    return new Tars();
  }

  Tars file(String path, String content) {
    return file(path, content, 0644);
  }

  Tars file(String path, String content, int mode) {
    byte[] data = content.getBytes(StandardCharsets.UTF_8);
    return add(TarEntry.file(path, data.length, mode, TIME), data);
  }

  Tars directory(String path) {
    return directory(path, 0755);
  }

  Tars directory(String path, int mode) {
    return add(TarEntry.directory(path, mode, TIME));
  }

  Tars symlink(String path, String target) {
    return add(TarEntry.of(path, new Kind.Symlink(target), 0777, TIME));
  }

  Tars hardLink(String path, String target) {
    return add(TarEntry.of(path, new Kind.HardLink(target), 0644, TIME));
  }

  Tars charDevice(String path, int major, int minor) {
    return add(TarEntry.of(path, new Kind.CharDevice(major, minor), 0644, TIME));
  }

  Tars fifo(String path) {
    return add(TarEntry.of(path, new Kind.Fifo(), 0644, TIME));
  }

  Tars xattr(String path, String name, byte[] value) {
    return add(TarEntry.file(path, 0, 0644, TIME).withXattrs(TarXattrs.of(Map.of(name, value))));
  }

  Tars add(TarEntry entry) {
    return add(entry, new byte[0]);
  }

  Tars add(TarEntry entry, byte[] content) {
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

  /// All entries with their content, by path.
  static Map<TarEntry, byte[]> read(byte[] tar) throws IOException {
    return read(new ByteArrayInputStream(tar), TarLimits.DEFAULT);
  }

  static Map<TarEntry, byte[]> read(InputStream tar, TarLimits limits) throws IOException {
    var reader = new TarReader(tar, limits);
    var entries = new LinkedHashMap<TarEntry, byte[]>();
    for (var next = reader.next(); next.isPresent(); next = reader.next()) {
      entries.put(next.get(), reader.content().readAllBytes());
    }
    return entries;
  }

  /// A header block as it is on the wire, with a right checksum; whoever needs another field
  /// wrong patches it with [#patch].
  static byte[] header(String name, char type, long size) {
    byte[] block = new byte[512];
    put(block, 0, name);
    put(block, 100, "0000644\0");
    put(block, 108, "0000000\0");
    put(block, 116, "0000000\0");
    put(block, 124, "%011o\0".formatted(size));
    put(block, 136, "00000000000\0");
    block[156] = (byte) type;
    put(block, 257, "ustar\00000");
    return checksum(block);
  }

  static byte[] patch(byte[] block, int offset, byte[] value) {
    byte[] patched = block.clone();
    System.arraycopy(value, 0, patched, offset, value.length);
    return checksum(patched);
  }

  static byte[] checksum(byte[] block) {
    put(block, 148, "        ");
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xFF;
    }
    put(block, 148, "%06o\0 ".formatted(sum));
    return block;
  }

  /// Pieces one after another, each padded to a block.
  static byte[] blocks(byte[]... pieces) {
    var out = new ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      out.writeBytes(piece);
      out.writeBytes(new byte[(512 - piece.length % 512) % 512]);
    }
    return out.toByteArray();
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void put(byte[] block, int offset, String text) {
    byte[] value = ascii(text);
    System.arraycopy(value, 0, block, offset, value.length);
  }

  /// A PAX header with one record, for the entry that follows.
  static byte[] pax(char type, String keyword, byte[] value) {
    var records = new ByteArrayOutputStream();
    PaxRecords.append(records, keyword, value);
    return blocks(header("pax", type, records.size()), records.toByteArray());
  }
}
