package dev.gantry.tests.harness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// Makes and reads the archives that images travel in, with a codec that is not the engine's.
public final class Images {
  private Images() {}

  /// One entry of an archive, exactly as it is to be written, however hostile.
  @SuppressWarnings("ArrayRecordComponent")
  public record Entry(TarArchiveEntry header, byte[] content) {}

  public static Entry file(String name, String content) {
    return file(name, content.getBytes(StandardCharsets.UTF_8), 0644);
  }

  public static Entry file(String name, byte[] content, int mode) {
    var header = new TarArchiveEntry(name, true);
    header.setMode(mode);
    header.setSize(content.length);
    return new Entry(header, content);
  }

  public static Entry folder(String name) {
    var header = new TarArchiveEntry(name + "/", true);
    header.setMode(0755);
    return new Entry(header, new byte[0]);
  }

  public static Entry symlink(String name, String target) {
    return link(name, target, TarConstants.LF_SYMLINK);
  }

  public static Entry hardlink(String name, String target) {
    return link(name, target, TarConstants.LF_LINK);
  }

  private static Entry link(String name, String target, byte type) {
    var header = new TarArchiveEntry(name, type, true);
    header.setLinkName(target);
    header.setMode(0777);
    return new Entry(header, new byte[0]);
  }

  /// A character device.
  public static Entry device(String name, int major, int minor) {
    var header = new TarArchiveEntry(name, TarConstants.LF_CHR, true);
    header.setDevMajor(major);
    header.setDevMinor(minor);
    header.setMode(0666);
    return new Entry(header, new byte[0]);
  }

  /// The first block of a file that claims to have `size` bytes.
  public static byte[] header(String name, long size) {
    var header = new TarArchiveEntry(name, true);
    header.setSize(size);
    var block = new byte[512];
    header.writeEntryHeader(block);
    return block;
  }

  /// Writes an archive of one file with an extended attribute of any bytes, block by block, as no
  /// library that takes text for attributes can.
  public static void writeWithAttribute(Path target, String file, String name, byte[] value)
      throws IOException {
    var key = ("SCHILY.xattr." + name + "=").getBytes(StandardCharsets.UTF_8);
    var length = key.length + value.length + 2;
    length += Integer.toString(length + 2).length();
    var record = new ByteArrayOutputStream();
    record.writeBytes((length + " ").getBytes(StandardCharsets.UTF_8));
    record.writeBytes(key);
    record.writeBytes(value);
    record.write('\n');
    var extended =
        new TarArchiveEntry("PaxHeaders/" + file, TarConstants.LF_PAX_EXTENDED_HEADER_LC);
    extended.setSize(record.size());
    var out = new ByteArrayOutputStream();
    var block = new byte[512];
    extended.writeEntryHeader(block);
    out.writeBytes(block);
    out.writeBytes(record.toByteArray());
    out.writeBytes(new byte[512 - record.size() % 512]);
    out.writeBytes(header(file, 0));
    out.writeBytes(new byte[1024]);
    Files.write(target, out.toByteArray());
  }

  public static void writeTar(Path target, Entry... entries) throws IOException {
    writeTar(target, List.of(entries));
  }

  public static void writeTar(Path target, List<Entry> entries) throws IOException {
    try (var out = new TarArchiveOutputStream(Files.newOutputStream(target))) {
      out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      for (var entry : entries) {
        out.putArchiveEntry(entry.header());
        out.write(entry.content());
        out.closeArchiveEntry();
      }
    }
  }

  /// The names in an archive, in order.
  public static List<String> entries(Path archive) throws IOException {
    var names = new ArrayList<String>();
    try (var in = new TarArchiveInputStream(Files.newInputStream(archive))) {
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        names.add(entry.getName());
      }
    }
    return names;
  }

  /// Removes every image that has none of the given names.
  public static void removeAllBut(String kept, ApiClient api) {
    for (var image : api.get("/images/json?all=1").json()) {
      var tags = new ArrayList<String>();
      for (var tag : image.path("RepoTags")) {
        tags.add(tag.asString());
      }
      if (tags.contains(kept)) {
        tags.stream()
            .filter(tag -> !Set.of(kept, "<none>:<none>").contains(tag))
            .forEach(tag -> api.delete("/images/" + tag));
      } else {
        api.delete("/images/" + image.get("Id").asString() + "?force=1");
      }
    }
  }
}
