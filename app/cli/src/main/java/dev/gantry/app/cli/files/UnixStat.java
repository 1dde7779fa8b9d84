package dev.gantry.app.cli.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/// What `lstat` says of a file, by way of the JDK.
public record UnixStat(int mode, long uid, long gid, long size, Instant modified) {
  public static UnixStat of(Path file) throws IOException {
    Map<String, Object> stat =
        Files.readAttributes(file, "unix:mode,uid,gid,size", LinkOption.NOFOLLOW_LINKS);
    return new UnixStat(
        (int) number(stat, "mode"),
        number(stat, "uid"),
        number(stat, "gid"),
        number(stat, "size"),
        Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant());
  }

  private static long number(Map<String, Object> stat, String name) {
    if (stat.get(name) instanceof Number number) {
      return number.longValue();
    }
    throw new IllegalStateException("the JDK's unix attributes lack " + name);
  }
}
