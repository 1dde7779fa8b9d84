package dev.gantry.engine.runtime;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// Linux capabilities by name, and docker's rules for adding and dropping them.
public final class Capabilities {
  /// All that exist, in kernel order (capabilities(7)).
  public static final List<String> ALL =
      List.of(
          "CAP_CHOWN",
          "CAP_DAC_OVERRIDE",
          "CAP_DAC_READ_SEARCH",
          "CAP_FOWNER",
          "CAP_FSETID",
          "CAP_KILL",
          "CAP_SETGID",
          "CAP_SETUID",
          "CAP_SETPCAP",
          "CAP_LINUX_IMMUTABLE",
          "CAP_NET_BIND_SERVICE",
          "CAP_NET_BROADCAST",
          "CAP_NET_ADMIN",
          "CAP_NET_RAW",
          "CAP_IPC_LOCK",
          "CAP_IPC_OWNER",
          "CAP_SYS_MODULE",
          "CAP_SYS_RAWIO",
          "CAP_SYS_CHROOT",
          "CAP_SYS_PTRACE",
          "CAP_SYS_PACCT",
          "CAP_SYS_ADMIN",
          "CAP_SYS_BOOT",
          "CAP_SYS_NICE",
          "CAP_SYS_RESOURCE",
          "CAP_SYS_TIME",
          "CAP_SYS_TTY_CONFIG",
          "CAP_MKNOD",
          "CAP_LEASE",
          "CAP_AUDIT_WRITE",
          "CAP_AUDIT_CONTROL",
          "CAP_SETFCAP",
          "CAP_MAC_OVERRIDE",
          "CAP_MAC_ADMIN",
          "CAP_SYSLOG",
          "CAP_WAKE_ALARM",
          "CAP_BLOCK_SUSPEND",
          "CAP_AUDIT_READ",
          "CAP_PERFMON",
          "CAP_BPF",
          "CAP_CHECKPOINT_RESTORE");

  /// What a container has that asks for nothing.
  public static final Set<String> DEFAULT =
      Set.of(
          "CAP_CHOWN",
          "CAP_DAC_OVERRIDE",
          "CAP_FSETID",
          "CAP_FOWNER",
          "CAP_MKNOD",
          "CAP_NET_RAW",
          "CAP_SETGID",
          "CAP_SETUID",
          "CAP_SETFCAP",
          "CAP_SETPCAP",
          "CAP_NET_BIND_SERVICE",
          "CAP_SYS_CHROOT",
          "CAP_KILL",
          "CAP_AUDIT_WRITE");

  private Capabilities() {}

  /// The default set with `drop` taken away and `add` granted, where `ALL` stands for every
  /// capability and an addition wins over a drop of `ALL`.
  ///
  /// @throws InvalidArgumentException for a name that is no capability
  public static Set<String> adjust(Collection<String> add, Collection<String> drop) {
    Set<String> added = new TreeSet<>(add.stream().map(Capabilities::canonical).toList());
    Set<String> dropped = new TreeSet<>(drop.stream().map(Capabilities::canonical).toList());
    Set<String> result = new TreeSet<>();
    if (added.contains("ALL")) {
      result.addAll(ALL);
      result.removeAll(dropped);
    } else if (!dropped.contains("ALL")) {
      result.addAll(DEFAULT);
      result.removeAll(dropped);
    }
    result.addAll(added);
    result.remove("ALL");
    return result;
  }

  private static String canonical(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    if (upper.equals("ALL")) {
      return upper;
    }
    String full = upper.startsWith("CAP_") ? upper : "CAP_" + upper;
    if (!ALL.contains(full)) {
      throw new InvalidArgumentException("invalid capability: \"" + name + "\"");
    }
    return full;
  }
}
