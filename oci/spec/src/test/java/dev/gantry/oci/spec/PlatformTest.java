package dev.gantry.oci.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PlatformTest {
  @ParameterizedTest
  @CsvSource({
    "linux/amd64,linux/amd64",
    "linux/x86_64,linux/amd64",
    "Linux/AMD64,linux/amd64",
    "linux/arm64/v8,linux/arm64",
    "linux/aarch64,linux/arm64",
    "linux/arm,linux/arm/v7",
    "linux/arm/v6,linux/arm/v6",
    "linux/armhf,linux/arm/v7",
    "linux/i386,linux/386",
    "macos/arm64,darwin/arm64",
    "arm64,linux/arm64",
  })
  void parseNormalizes(String text, String platform) {
    assertThat(Platform.parse(text)).hasToString(platform);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "linux/", "a/b/c/d", "linux/amd 64", "toaster"})
  void otherTextIsRefused(String text) {
    assertThatThrownBy(() -> Platform.parse(text)).isInstanceOf(InvalidArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "linux/amd64,linux/amd64,0",
    "linux/amd64,linux/386,1",
    "linux/amd64,linux/amd64/v2,-1",
    "linux/amd64/v3,linux/amd64,2",
    "linux/arm64,linux/arm/v7,2",
    "linux/arm/v7,linux/arm/v6,1",
    "linux/arm/v6,linux/arm/v7,-1",
    "linux/amd64,windows/amd64,-1",
    "linux/amd64,linux/arm64,-1",
    "linux/riscv64,linux/riscv64,0",
  })
  void machinesRunOlderVariants(String machine, String image, int preference) {
    assertThat(Platform.parse(machine).preference(Platform.parse(image))).isEqualTo(preference);
    assertThat(Platform.parse(machine).runs(Platform.parse(image))).isEqualTo(preference >= 0);
  }

  @Test
  void indexSelectsTheBestFit() {
    var index =
        ImageIndex.of(
            List.of(
                manifest("linux/arm/v6"),
                manifest("linux/arm64"),
                manifest("linux/arm/v7"),
                Descriptor.of(MediaType.OCI_MANIFEST, bytes("attestation"))
                    .withPlatform(Platform.of("unknown", "unknown"))));
    assertThat(index.select(Platform.parse("linux/arm/v7"))).contains(manifest("linux/arm/v7"));
    assertThat(index.select(Platform.parse("linux/arm/v8"))).contains(manifest("linux/arm/v7"));
    assertThat(index.select(Platform.parse("linux/arm64"))).contains(manifest("linux/arm64"));
    assertThat(index.select(Platform.parse("linux/amd64"))).isEmpty();
  }

  private static Descriptor manifest(String platform) {
    return Descriptor.of(MediaType.OCI_MANIFEST, bytes(platform))
        .withPlatform(Platform.parse(platform));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }
}
