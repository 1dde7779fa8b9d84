package dev.gantry.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SeccompDefaultsTest {
  private static final Path BASE = Path.of("/usr/share/containers/seccomp.json");

  /// Moby's own profile, where the tests' environment has it: beside the repository.
  private static final String ORACLE = "shared/oracles/moby-seccomp-default.json";

  private static SeccompContext context(Set<String> capabilities) {
    return new SeccompContext(capabilities, "amd64", 6, 1);
  }

  private static SeccompRules derived(Set<String> capabilities) throws IOException {
    assumeTrue(Files.exists(BASE), "containers-common is not installed");
    var base = SeccompProfile.parse(Files.readAllBytes(BASE));
    return SeccompDefaults.derive(base, context(capabilities));
  }

  private static SeccompProfile oracle() throws IOException {
    for (var at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.exists(at.resolve(ORACLE))) {
        return SeccompProfile.parse(Files.readAllBytes(at.resolve(ORACLE)));
      }
    }
    assumeTrue(false, "no oracle " + ORACLE);
    throw new AssertionError();
  }

  private static Set<String> allowed(SeccompRules rules) {
    var names = new TreeSet<String>();
    rules
        .all()
        .forEach(
            (name, of) -> {
              if (of.stream().anyMatch(SeccompRule::allows)) {
                names.add(name);
              }
            });
    return names;
  }

  static Stream<Set<String>> capabilitySets() {
    var sets = new ArrayList<Set<String>>();
    sets.add(Set.of());
    sets.add(Capabilities.DEFAULT);
    Capabilities.ALL.forEach(capability -> sets.add(Set.of(capability)));
    sets.add(Set.copyOf(Capabilities.ALL));
    return sets.stream();
  }

  @ParameterizedTest
  @MethodSource("capabilitySets")
  void allowsNothingThatDockerDenies(Set<String> capabilities) throws IOException {
    var docker = allowed(oracle().evaluate(context(capabilities)));
    assertThat(allowed(derived(capabilities))).isSubsetOf(docker);
  }

  @Test
  void deniesLittleThatDockerAllows() throws IOException {
    var missing = allowed(oracle().evaluate(context(Set.copyOf(Capabilities.ALL))));
    missing.removeAll(allowed(derived(Set.copyOf(Capabilities.ALL))));
    // Newer than the base; they fail with ENOSYS, for which every caller has another way.
    assertThat(missing)
        .containsExactlyInAnyOrder(
            "futex_requeue",
            "futex_wait",
            "futex_waitv",
            "futex_wake",
            "getxattrat",
            "listmount",
            "listxattrat",
            "lsm_get_self_attr",
            "lsm_list_modules",
            "lsm_set_self_attr",
            "map_shadow_stack",
            "mseal",
            "quotactl_fd",
            "removexattrat",
            "riscv_hwprobe",
            "set_mempolicy_home_node",
            "setxattrat",
            "statmount",
            "uretprobe");
  }

  @Test
  void failsClone3InAWayThatMakesLibcFallBack() throws IOException {
    assertThat(derived(Capabilities.DEFAULT).of("clone3"))
        .containsExactly(SeccompRule.fail(SeccompRule.ENOSYS));
    assertThat(derived(Set.of("CAP_SYS_ADMIN")).of("clone3")).containsExactly(SeccompRule.ALLOW);
  }

  @Test
  void failsGuardedCallsWithEperm() throws IOException {
    var rules = derived(Capabilities.DEFAULT);
    for (String call : List.of("unshare", "mount", "setns", "keyctl", "bpf", "syslog")) {
      assertThat(rules.of(call)).as(call).containsExactly(SeccompRule.fail(SeccompRule.EPERM));
    }
  }

  @Test
  void readsEachConditionOfAProfile() {
    var profile =
        SeccompProfile.parse(
            """
            {"defaultAction":"SCMP_ACT_ERRNO","defaultErrnoRet":38,
             "archMap":[{"architecture":"SCMP_ARCH_X86_64","subArchitectures":["SCMP_ARCH_X86"]}],
             "syscalls":[
              {"names":["a"],"action":"SCMP_ACT_ALLOW","includes":{"caps":["CAP_KILL"]}},
              {"names":["b"],"action":"SCMP_ACT_ALLOW","excludes":{"caps":["CAP_KILL"]}},
              {"names":["c"],"action":"SCMP_ACT_ALLOW","includes":{"arches":["arm64"]}},
              {"names":["d"],"action":"SCMP_ACT_ALLOW","includes":{"minKernel":"6.2"}},
              {"names":["e"],"action":"SCMP_ACT_ALLOW","includes":{"minKernel":"5.19"},
               "args":[{"index":1,"value":2,"valueTwo":3,"op":"SCMP_CMP_MASKED_EQ"}]},
              {"name":"f","action":"SCMP_ACT_ERRNO","errnoRet":5,"args":null}]}
            """);
    var rules = profile.evaluate(context(Set.of("CAP_KILL")));
    assertThat(rules.all().keySet()).containsExactly("a", "e", "f");
    assertThat(rules.of("e"))
        .containsExactly(SeccompRule.allowIf(SeccompRule.Condition.masked(1, 2, 3)));
    assertThat(rules.toJson())
        .hasToString(
            "{\"defaultAction\":\"SCMP_ACT_ERRNO\",\"defaultErrnoRet\":38,"
                + "\"architectures\":[\"SCMP_ARCH_X86_64\",\"SCMP_ARCH_X86\"],\"syscalls\":["
                + "{\"names\":[\"a\"],\"action\":\"SCMP_ACT_ALLOW\"},"
                + "{\"names\":[\"e\"],\"action\":\"SCMP_ACT_ALLOW\",\"args\":[{\"index\":1,"
                + "\"value\":2,\"valueTwo\":3,\"op\":\"SCMP_CMP_MASKED_EQ\"}]},"
                + "{\"names\":[\"f\"],\"action\":\"SCMP_ACT_ERRNO\",\"errnoRet\":5}]}");
  }
}
