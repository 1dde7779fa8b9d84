package dev.gantry.engine.snapshots;

import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.linux.Directory;
import dev.gantry.platform.linux.Errno;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.Fd;
import dev.gantry.platform.linux.FileNames;
import dev.gantry.platform.linux.Lookup;
import dev.gantry.platform.linux.OpenFlag;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// The users and groups a container knows: its `/etc/passwd` and `/etc/group`, read inside its
/// root. Says in docker's words what is wrong with a user.
///
/// The files are the container's to write, so they are regular files of a sensible size or
/// refused; one that is missing is empty.
public final class ContainerUsers {
  private static final int MAX_SIZE = 10 * 1024 * 1024;
  private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+");

  private final List<String[]> users;
  private final List<String[]> groups;

  private ContainerUsers(List<String[]> users, List<String[]> groups) {
    this.users = users;
    this.groups = groups;
  }

  /// Reads the files below a root, which may be that of a running container.
  public static ContainerUsers read(Path rootfs) {
    try (var root = Directory.open(rootfs, Lookup.IN_ROOT)) {
      return new ContainerUsers(lines(root, "etc/passwd"), lines(root, "etc/group"));
    } catch (ErrnoException e) {
      throw SnapshotFailure.of("read the users of " + rootfs, e);
    }
  }

  /// Finds out whom `user`, `uid`, `user:group`, `uid:gid` and the mixed forms mean. A number
  /// is a number, whatever names the files have; an empty part means root, or the user's own
  /// group.
  ///
  /// Without an explicit group, the groups the user is a member of by name come with it.
  ///
  /// @throws InvalidArgumentException if there is no such user or group, or it is out of range
  public ContainerUser resolve(String spec) {
    int colon = spec.indexOf(':');
    String userPart = colon < 0 ? spec : spec.substring(0, colon);
    String groupPart = colon < 0 ? "" : spec.substring(colon + 1).split(":", -1)[0];
    var entry = findUser(userPart);
    long uid = entry.map(user -> id(user, 2)).orElseGet(() -> numericUser(userPart));
    long ownGroup = entry.map(user -> id(user, 3)).orElse(0L);
    long gid = groupPart.isEmpty() ? ownGroup : findGroup(groupPart);
    List<Integer> supplementary =
        groupPart.isEmpty() ? entry.map(this::memberships).orElse(List.of()) : List.of();
    return new ContainerUser(
        inRange(uid), inRange(gid), supplementary, entry.map(user -> field(user, 5)).orElse(""));
  }

  /// The numbers of groups to add, given by name or number, each once.
  ///
  /// @throws InvalidArgumentException if a name is unknown or a number out of range
  public List<Integer> resolveGroups(List<String> names) {
    var ids = new LinkedHashSet<Integer>();
    for (String name : names) {
      var entry = find(groups, group -> field(group, 0).equals(name));
      var number = number(name);
      if (entry.isEmpty() && number.isEmpty()) {
        throw new InvalidArgumentException("Unable to find group " + name);
      }
      ids.add(inRange(entry.isPresent() ? id(entry.get(), 2) : number.getAsLong()));
    }
    return List.copyOf(ids);
  }

  private Optional<String[]> findUser(String name) {
    var number = name.isEmpty() ? OptionalLong.of(0) : number(name);
    return find(
        users,
        number.isPresent()
            ? user -> id(user, 2) == number.getAsLong()
            : user -> field(user, 0).equals(name));
  }

  private static long numericUser(String name) {
    return name.isEmpty()
        ? 0
        : number(name)
            .orElseThrow(
                () ->
                    new InvalidArgumentException(
                        "unable to find user " + name + ": no matching entries in passwd file"));
  }

  private long findGroup(String name) {
    var number = number(name);
    if (number.isPresent()) {
      return number.getAsLong();
    }
    return find(groups, group -> field(group, 0).equals(name))
        .map(group -> id(group, 2))
        .orElseThrow(
            () ->
                new InvalidArgumentException(
                    "unable to find group " + name + ": no matching entries in group file"));
  }

  private List<Integer> memberships(String[] user) {
    var ids = new ArrayList<Integer>();
    for (String[] group : groups) {
      if (List.of(field(group, 3).split(",", -1)).contains(field(user, 0))) {
        ids.add(inRange(id(group, 2)));
      }
    }
    return ids;
  }

  private static Optional<String[]> find(List<String[]> entries, Predicate<String[]> wanted) {
    return entries.stream().filter(wanted).findFirst();
  }

  private static String field(String[] entry, int index) {
    return index < entry.length ? entry[index] : "";
  }

  /// What is no number counts as 0, as docker has it.
  private static long id(String[] entry, int index) {
    return number(field(entry, index)).orElse(0);
  }

  private static OptionalLong number(String text) {
    try {
      return NUMBER.matcher(text).matches()
          ? OptionalLong.of(Long.parseLong(text))
          : OptionalLong.empty();
    } catch (NumberFormatException e) {
      return OptionalLong.empty(); // too long for a number, so it is a name
    }
  }

  private static int inRange(long id) {
    if (id < 0 || id > Integer.MAX_VALUE) {
      throw new InvalidArgumentException("uids and gids must be in range 0-2147483647");
    }
    return (int) id;
  }

  private static List<String[]> lines(Directory root, String path) throws ErrnoException {
    return FileNames.decode(content(root, path))
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .map(line -> line.split(":", -1))
        .toList();
  }

  private static byte[] content(Directory root, String path) throws ErrnoException {
    // Held before it is opened: opening a FIFO would wait, and opening a device may do
    // anything.
    try (var held = root.open(path, OpenFlag.PATH)) {
      if (!held.stat().isRegular()) {
        throw new InvalidArgumentException("/" + path + " of the container is not a regular file");
      }
      try (var file = Fd.open(held.path(), OpenFlag.READ_ONLY)) {
        return read(file, path);
      }
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR) || e.is(Errno.ELOOP)) {
        return new byte[0];
      }
      throw e;
    }
  }

  private static byte[] read(Fd file, String path) throws ErrnoException {
    long size = file.stat().size();
    if (size > MAX_SIZE) {
      throw new InvalidArgumentException("/" + path + " of the container is larger than 10 MiB");
    }
    byte[] content = new byte[(int) size]; // should it grow now, that much will do
    int filled = 0;
    int count;
    while (filled < size && (count = file.read(content, filled, content.length - filled)) > 0) {
      filled += count;
    }
    return Arrays.copyOf(content, filled);
  }
}
