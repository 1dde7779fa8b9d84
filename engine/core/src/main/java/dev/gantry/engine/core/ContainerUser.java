package dev.gantry.engine.core;

import dev.gantry.engine.runtime.UserSpec;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.linux.Directory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Who a process in a container runs as, found by the container's own passwd and group files.
///
/// Users write a name or a number, optionally with `:group`. A number needs no entry; a name does.
/// The group is that of the passwd entry unless one is given, and only without one the user is
/// also in the groups that list it as a member.
///
/// @param home the home directory of the passwd entry, `/` without one
record ContainerUser(UserSpec ids, String home) {
  private static final String RANGE = "uids and gids must be in range 0-2147483647";

  /// @param groupAdd further groups, names or numbers
  /// @throws InvalidArgumentException in docker's words
  static ContainerUser resolve(Directory root, String user, List<String> groupAdd) {
    int colon = user.indexOf(':');
    String userName = colon < 0 ? user : user.substring(0, colon);
    String groupName = colon < 0 ? "" : user.substring(colon + 1);
    var entry = passwdEntry(root, userName);
    int uid = entry.map(PasswdEntry::uid).orElseGet(() -> unlistedUser(userName));
    int gid = entry.map(PasswdEntry::gid).orElse(0);
    List<Integer> groups = new ArrayList<>();
    if (!groupName.isEmpty()) {
      gid = group(root, groupName);
    } else if (entry.isPresent()) {
      AccountFiles.groups(root).stream()
          .filter(group -> group.members().contains(entry.get().name()))
          .forEach(group -> groups.add(group.gid()));
    }
    groups.addFirst(gid);
    for (String added : groupAdd) {
      groups.add(group(root, added));
    }
    return new ContainerUser(
        new UserSpec(uid, gid, groups.stream().distinct().toList()),
        entry.map(PasswdEntry::home).filter(home -> !home.isEmpty()).orElse("/"));
  }

  private static Optional<PasswdEntry> passwdEntry(Directory root, String user) {
    var number = number(user);
    return AccountFiles.users(root).stream()
        .filter(
            entry ->
                user.isEmpty()
                    ? entry.uid() == 0
                    : entry.name().equals(user)
                        || (number.isPresent() && entry.uid() == number.getAsInt()))
        .findFirst();
  }

  private static int unlistedUser(String user) {
    if (user.isEmpty()) {
      return 0;
    }
    return number(user)
        .orElseThrow(
            () ->
                new InvalidArgumentException(
                    "unable to find user " + user + ": no matching entries in passwd file"));
  }

  private static int group(Directory root, String name) {
    var number = number(name);
    var listed =
        AccountFiles.groups(root).stream()
            .filter(
                group ->
                    group.name().equals(name)
                        || (number.isPresent() && group.gid() == number.getAsInt()))
            .findFirst();
    if (listed.isPresent()) {
      return listed.get().gid();
    }
    return number.orElseThrow(
        () ->
            new InvalidArgumentException(
                "unable to find group " + name + ": no matching entries in group file"));
  }

  /// The id a text spells, if it is a number at all.
  ///
  /// @throws InvalidArgumentException when it is a number that no id can be
  private static OptionalInt number(String text) {
    if (!text.matches("[+-]?\\d+")) {
      return OptionalInt.empty();
    }
    try {
      int id = Integer.parseInt(text);
      if (id >= 0) {
        return OptionalInt.of(id);
      }
    } catch (NumberFormatException tooLong) {
      // Told below.
    }
    throw new InvalidArgumentException(RANGE);
  }

  /// A line of /etc/passwd.
  record PasswdEntry(String name, int uid, int gid, String home) {}

  /// A line of /etc/group.
  record GroupEntry(String name, int gid, List<String> members) {}
}
