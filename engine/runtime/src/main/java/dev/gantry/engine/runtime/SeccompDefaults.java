package dev.gantry.engine.runtime;

import static java.util.Map.entry;

import dev.gantry.engine.runtime.SeccompRule.Condition;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Docker's default filter: the maintained profile of containers-common, which is Podman's,
/// minus what docker lets only privileged processes call.
final class SeccompDefaults {
  private static final int AF_ALG = 38;
  private static final int AF_VSOCK = 40;

  /// The flags of `clone` that make namespaces, one bit each.
  private static final List<Long> NAMESPACE_FLAGS =
      List.of(0x20000L, 0x2000000L, 0x4000000L, 0x8000000L, 0x10000000L, 0x20000000L, 0x40000000L);

  /// Calls that need one of the capabilities; without, they fail with EPERM.
  private static final Map<String, Set<String>> GUARDED =
      Map.ofEntries(
          entry("bpf", Set.of("CAP_SYS_ADMIN", "CAP_BPF")),
          entry("fsconfig", Set.of("CAP_SYS_ADMIN")),
          entry("fsmount", Set.of("CAP_SYS_ADMIN")),
          entry("fsopen", Set.of("CAP_SYS_ADMIN")),
          entry("fspick", Set.of("CAP_SYS_ADMIN")),
          entry("get_mempolicy", Set.of("CAP_SYS_NICE")),
          entry("mbind", Set.of("CAP_SYS_NICE")),
          entry("mount", Set.of("CAP_SYS_ADMIN")),
          entry("mount_setattr", Set.of("CAP_SYS_ADMIN")),
          entry("move_mount", Set.of("CAP_SYS_ADMIN")),
          entry("open_tree", Set.of("CAP_SYS_ADMIN")),
          entry("perf_event_open", Set.of("CAP_SYS_ADMIN", "CAP_PERFMON")),
          entry("pidfd_getfd", Set.of("CAP_SYS_PTRACE")),
          entry("reboot", Set.of("CAP_SYS_BOOT")),
          entry("set_mempolicy", Set.of("CAP_SYS_NICE")),
          entry("setns", Set.of("CAP_SYS_ADMIN")),
          entry("syslog", Set.of("CAP_SYS_ADMIN", "CAP_SYSLOG")),
          entry("umount", Set.of("CAP_SYS_ADMIN")),
          entry("umount2", Set.of("CAP_SYS_ADMIN")),
          entry("unshare", Set.of("CAP_SYS_ADMIN")));

  /// Kernel keys are shared with the host; a second root and calls that were renamed decades
  /// ago have no use in a container.
  private static final List<String> NEVER =
      List.of(
          "keyctl",
          "pivot_root",
          "query_module",
          "readdir",
          "sigaction",
          "signal",
          "sigpending",
          "sigsuspend",
          "syscall",
          "timerfd");

  /// Calls docker allows that the base does not know yet.
  private static final List<String> ADDED =
      List.of("cachestat", "fchmodat2", "io_pgetevents", "io_pgetevents_time64", "vmsplice");

  private SeccompDefaults() {}

  static SeccompRules derive(SeccompProfile base, SeccompContext context) {
    var rules = base.evaluate(context);
    var capabilities = context.capabilities();
    GUARDED.forEach(
        (call, needed) ->
            rules.replace(
                call,
                Collections.disjoint(capabilities, needed)
                    ? SeccompRule.fail(SeccompRule.EPERM)
                    : SeccompRule.ALLOW));
    NEVER.forEach(call -> rules.replace(call, SeccompRule.fail(SeccompRule.EPERM)));
    ADDED.forEach(call -> rules.replace(call, SeccompRule.ALLOW));
    restrictClone(rules, context);
    restrictSockets(rules);
    return rules;
  }

  private static void restrictClone(SeccompRules rules, SeccompContext context) {
    if (context.capabilities().contains("CAP_SYS_ADMIN")) {
      rules.replace("clone", SeccompRule.ALLOW);
      rules.replace("clone3", SeccompRule.ALLOW);
      return;
    }
    int flags = context.architecture().startsWith("s390") ? 1 : 0;
    long all = NAMESPACE_FLAGS.stream().mapToLong(Long::longValue).sum();
    rules.replace(
        "clone",
        Stream.concat(
                Stream.of(SeccompRule.allowIf(Condition.masked(flags, all, 0))),
                NAMESPACE_FLAGS.stream()
                    .map(bit -> Condition.masked(flags, bit, bit))
                    .map(made -> SeccompRule.fail(SeccompRule.EPERM, made)))
            .toArray(SeccompRule[]::new));
    // Its flags lie in memory, out of a filter's sight. ENOSYS makes libc fall back to clone.
    rules.replace("clone3", SeccompRule.fail(SeccompRule.ENOSYS));
  }

  /// The kernel's crypto interface and sockets to the hypervisor have had their share of holes.
  private static void restrictSockets(SeccompRules rules) {
    rules.replace(
        "socket",
        SeccompRule.allowIf(Condition.of(0, "LT", AF_ALG)),
        SeccompRule.allowIf(Condition.of(0, "EQ", AF_ALG + 1)),
        SeccompRule.allowIf(Condition.of(0, "GT", AF_VSOCK)),
        SeccompRule.fail(SeccompRule.EPERM, Condition.of(0, "EQ", AF_ALG)),
        SeccompRule.fail(SeccompRule.EPERM, Condition.of(0, "EQ", AF_VSOCK)));
  }
}
