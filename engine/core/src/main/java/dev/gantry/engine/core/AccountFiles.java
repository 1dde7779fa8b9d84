package dev.gantry.engine.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gantry.engine.core.ContainerUser.GroupEntry;
import dev.gantry.engine.core.ContainerUser.PasswdEntry;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.linux.Directory;
import dev.gantry.platform.linux.Errno;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.OpenFlag;
import java.util.ArrayList;
import java.util.List;

/// Reads /etc/passwd and /etc/group of a container, which may be anything but that: a pipe, a
/// device, a link out of the root, a file without end.
final class AccountFiles {
  private static final long LARGEST = 10 << 20;

  private AccountFiles() {}

  /// The entries of /etc/passwd; none when there is no such file. Lines that are no entries are
  /// passed over.
  static List<PasswdEntry> users(Directory root) {
    List<PasswdEntry> entries = new ArrayList<>();
    for (String[] fields : lines(root, "etc/passwd")) {
      if (fields.length >= 4 && isId(fields[2]) && isId(fields[3])) {
        entries.add(
            new PasswdEntry(
                fields[0],
                Integer.parseInt(fields[2]),
                Integer.parseInt(fields[3]),
                fields.length > 5 ? fields[5] : ""));
      }
    }
    return entries;
  }

  static List<GroupEntry> groups(Directory root) {
    List<GroupEntry> entries = new ArrayList<>();
    for (String[] fields : lines(root, "etc/group")) {
      if (fields.length >= 3 && isId(fields[2])) {
        entries.add(
            new GroupEntry(
                fields[0],
                Integer.parseInt(fields[2]),
                fields.length > 3 ? List.of(fields[3].split(",")) : List.of()));
      }
    }
    return entries;
  }

  private static boolean isId(String text) {
    return text.matches("\\d{1,9}") || (text.matches("\\d{10}") && Long.parseLong(text) < 1L << 31);
  }

  private static List<String[]> lines(Directory root, String path) {
    List<String[]> lines = new ArrayList<>();
    for (String line : read(root, path).lines().toList()) {
      if (!line.isBlank() && !line.startsWith("#")) {
        lines.add(line.strip().split(":", -1));
      }
    }
    return lines;
  }

  /// Opens without waiting, since a pipe would wait for a writer for ever, and reads only what is
  /// a regular file of bearable size.
  private static String read(Directory root, String path) {
    try (var file = root.open(path, OpenFlag.READ_ONLY, OpenFlag.NON_BLOCKING)) {
      var stat = file.stat();
      if (!stat.isRegular() || stat.size() > LARGEST) {
        throw new InvalidArgumentException(
            "/" + path + " of the container is no regular file of at most 10 MiB");
      }
      return new String(file.readFully(), UTF_8);
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR)) {
        return "";
      }
      throw new InvalidArgumentException(
          "read /" + path + " of the container: " + e.getMessage(), e);
    }
  }
}
