package dev.gantry.tests.harness;

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
