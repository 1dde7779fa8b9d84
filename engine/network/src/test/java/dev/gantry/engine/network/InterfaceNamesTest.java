package dev.gantry.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InterfaceNamesTest {
  private static final EndpointId ENDPOINT = new EndpointId("0123456789abcdef".repeat(4));

  @Test
  void namesAreAsLongAsTheKernelAllows() {
    var name = InterfaceNames.of("gantry0").hostInterface(ENDPOINT);
    assertThat(name).hasSize(15).matches("veth[0-9a-z]{4}0123456");
  }

  @Test
  void enginesWithDifferentBridgesHaveDifferentNames() {
    assertThat(IntStream.range(0, 20).mapToObj(i -> InterfaceNames.of("gantry" + i).prefix()))
        .doesNotHaveDuplicates();
  }
}
