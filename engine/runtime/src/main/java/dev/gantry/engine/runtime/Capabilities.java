package dev.gantry.engine.runtime;

import dev.gantry.platform.errors.InternalException;
import dev.gantry.platform.errors.InvalidArgumentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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

  /// All that this process can pass on, which is what `--privileged` and `ALL` stand for: a
  /// machine may have taken some even from root, and the kernel refuses to grant those.
  public static Set<String> grantable() {
    long own = effective();
    return IntStream.range(0, ALL.size())
        .filter(number -> (own >> number & 1) != 0)
        .mapToObj(ALL::get)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// The effective set of this process, a bit for each capability.
  static long effective() {
    try (var status = Files.lines(Path.of("/proc/self/status"))) {
      return status
          .filter(line -> line.startsWith("CapEff:"))
          .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
          .findFirst()
          .orElse(0L);
    } catch (IOException e) {
      throw new InternalException("read the daemon's own capabilities: " + e.getMessage(), e);
    }
  }

  /// The default set with `drop` taken away and `add` granted, where `ALL` stands for every
  /// capability and an addition wins over a drop of `ALL`.
  ///
  /// @throws InvalidArgumentException for a name that is no capability
  public static Set<String> adjust(Collection<String> add, Collection<String> drop) {
    Set<String> added = new TreeSet<>(add.stream().map(Capabilities::canonical).toList());
    Set<String> dropped = new TreeSet<>(drop.stream().map(Capabilities::canonical).toList());
    Set<String> result = new TreeSet<>();
    if (added.contains("ALL")) {
      result.addAll(grantable());
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
