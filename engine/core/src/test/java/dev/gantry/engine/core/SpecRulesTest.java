package dev.gantry.engine.core;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.errors.NotImplementedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SpecRulesTest {
  private static final long MIB = 1L << 20;

  private static ResourceLimits memory(long memory, long swap, long reservation) {
    return Limits.of().memory(memory, swap, reservation);
  }

  private static void assertRefused(ResourceLimits limits, String message) {
    assertThatThrownBy(() -> SpecRules.check(Specs.spec("x").withLimits(limits)))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void allowsWhatAsksForNothing() {
    assertThatCode(() -> SpecRules.check(Specs.spec("x"))).doesNotThrowAnyException();
  }

  @Test
  void requiresEnoughMemory() {
    assertRefused(memory(5 * MIB, 0, 0), "Minimum memory limit allowed is 6MB");
    assertRefused(
        memory(0, 10 * MIB, 0),
        "You should always set the Memory limit when using Memoryswap limit, see usage");
    assertRefused(
        memory(20 * MIB, 10 * MIB, 0),
        "Minimum memoryswap limit should be larger than memory limit, see usage");
    assertRefused(
        memory(20 * MIB, 0, 30 * MIB),
        "Minimum memory limit can not be less than memory reservation limit, see usage");
    assertThatCode(() -> SpecRules.limits(memory(6 * MIB, -1, 0))).doesNotThrowAnyException();
  }

  @Test
  void knowsHowManyCpusThereAre() {
    int cpus = Runtime.getRuntime().availableProcessors();
    assertRefused(
        Limits.of().nanoCpus((cpus + 1) * 1_000_000_000L),
        "range of CPUs is from 0.01 to %d.00, as there are only %d CPUs available"
            .formatted(cpus, cpus));
  }

  @Test
  void refusesToRemoveWhatIsToBeRestarted() {
    var spec =
        Specs.autoRemove(
            Specs.spec("x").withRestartPolicy(new RestartPolicy(RestartPolicy.Kind.ALWAYS, 0)));

    assertThatThrownBy(() -> SpecRules.check(spec))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage("can't create 'AutoRemove' container with restart policy");
  }

  @Test
  void refusesEnvironmentWithoutNames() {
    var spec =
        Specs.spec().withProcess(Specs.process(Optional.empty(), List.of("x"), List.of("=value")));

    assertThatThrownBy(() -> SpecRules.check(spec)).hasMessageContaining("=value");
  }

  @Test
  void refusesPortsThatAreNone() {
    for (String port : List.of("0/tcp", "65536/tcp", "x/tcp", "80/icmp", "80-90/tcp", "")) {
      var spec =
          Specs.spec("x").withNetwork(Specs.network("bridge").withExposedPorts(Set.of(port)));

      assertThatThrownBy(() -> SpecRules.check(spec))
          .as(port)
          .isInstanceOf(InvalidArgumentException.class);
    }
  }

  @Test
  void refusesUnknownLogDriversAndOptions() {
    assertThatThrownBy(() -> SpecRules.check(logging("syslog", Map.of())))
        .hasMessage("logger: no log driver named 'syslog' is registered");
    assertThatThrownBy(() -> SpecRules.check(logging("json-file", Map.of("max-sise", "1m"))))
        .hasMessage("unknown log opt 'max-sise' for json-file log driver");
  }

  private static ContainerSpec logging(String driver, Map<String, String> options) {
    var spec = Specs.spec("x");
    return new ContainerSpec(
        spec.image(),
        spec.process(),
        spec.isolation(),
        spec.limits(),
        spec.storage(),
        spec.network(),
        new LogSettings(driver, options),
        spec.restartPolicy(),
        false,
        Map.of(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void refusesStorageOptionsByName() {
    var storage =
        new StorageSettings(
            List.of(), List.of(), Map.of(), Set.of(), List.of(), 0, Map.of("size", "1g"), "");

    assertThatThrownBy(() -> SpecRules.check(Specs.spec("x").withStorage(storage)))
        .isInstanceOf(NotImplementedException.class)
        .hasMessageContaining("--storage-opt");
  }

  @Test
  void aSharedNetworkPublishesNothing() {
    var network = Specs.network("container:other");
    var publishing =
        new NetworkSettings(
            network.mode(),
            false,
            "",
            "",
            "",
            Set.of(),
            Map.of("80/tcp", List.of(new NetworkSettings.HostBinding("", "8080"))),
            false,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Map.of());

    assertThatThrownBy(() -> SpecRules.check(Specs.spec("x").withNetwork(publishing)))
        .hasMessage("conflicting options: port publishing and the container type network mode");
  }
}
