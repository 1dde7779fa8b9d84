package dev.gantry.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.errors.ResourceExhaustedException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PoolChooserTest {
  private static String choose(String... used) {
    return PoolChooser.choose(
            PoolTemplate.DOCKER_DEFAULTS, Stream.of(used).map(Subnet::parse).toList())
        .toString();
  }

  @Test
  void takesWhatDockerWouldTake() {
    assertThat(choose()).isEqualTo("172.17.0.0/16");
    assertThat(choose("172.17.0.0/16")).isEqualTo("172.18.0.0/16");
    assertThat(choose("172.17.0.0/16", "172.18.3.0/24", "172.19.0.0/16", "172.20.0.1/32"))
        .isEqualTo("172.21.0.0/16");
    assertThat(choose("172.16.0.0/12")).isEqualTo("192.168.0.0/20");
    assertThat(choose("172.16.0.0/12", "192.168.0.0/24")).isEqualTo("192.168.16.0/20");
  }

  @Test
  void saysSoWhenEverythingIsInUse() {
    assertThatThrownBy(() -> choose("0.0.0.0/0"))
        .isInstanceOf(ResourceExhaustedException.class)
        .hasMessage("all predefined address pools have been fully subnetted");
  }

  @Test
  void templatesThatCannotBeCutAreRefused() {
    assertThatThrownBy(() -> new PoolTemplate(Subnet.parse("10.0.0.0/16"), 8))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(new PoolTemplate(Subnet.parse("10.0.0.0/24"), 24).subnets())
        .containsExactly(Subnet.parse("10.0.0.0/24"));
  }

  @Test
  void templatesAreReadAsDockerWritesThem() {
    assertThat(PoolTemplate.parse("base=10.10.0.0/16,size=24"))
        .isEqualTo(new PoolTemplate(Subnet.parse("10.10.0.0/16"), 24));
    for (String text :
        new String[] {
          "", "base=10.10.0.0/16", "base=x,size=24", "base=10.0.0.0/16,size=8", "x=1"
        }) {
      assertThatThrownBy(() -> PoolTemplate.parse(text))
          .isInstanceOf(InvalidArgumentException.class);
    }
  }
}
