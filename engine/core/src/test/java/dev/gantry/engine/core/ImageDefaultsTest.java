package dev.gantry.engine.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.oci.spec.ContainerDefaults;
import dev.gantry.oci.spec.Healthcheck;
import dev.gantry.platform.errors.InvalidArgumentException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ImageDefaultsTest {
  private static final ContainerDefaults IMAGE =
      ContainerDefaults.builder()
          .entrypoint(List.of("/entry"))
          .cmd(List.of("serve", "-v"))
          .env(List.of("PATH=/bin", "MODE=image"))
          .workingDir("/srv")
          .user("web")
          .labels(Map.of("a", "image", "b", "image"))
          .exposedPorts(Set.of("80/tcp"))
          .volumes(Set.of("/data"))
          .stopSignal("SIGQUIT")
          .build();

  private static List<String> argv(Optional<List<String>> entrypoint, String... command) {
    var spec = Specs.spec().withProcess(Specs.process(entrypoint, List.of(command), List.of()));
    return ImageDefaults.complete(spec, IMAGE).process().argv();
  }

  @Test
  void takesEntrypointAndCommandOfTheImage() {
    assertThat(argv(Optional.empty())).containsExactly("/entry", "serve", "-v");
  }

  @Test
  void aCommandReplacesTheImagesCommandOnly() {
    assertThat(argv(Optional.empty(), "help")).containsExactly("/entry", "help");
  }

  @Test
  void anEntrypointDropsTheImagesCommand() {
    assertThat(argv(Optional.of(List.of("sh")))).containsExactly("sh");
    assertThat(argv(Optional.of(List.of("sh")), "-c", "ls")).containsExactly("sh", "-c", "ls");
  }

  @Test
  void anEmptyEntrypointDropsTheImagesEntrypoint() {
    assertThat(argv(Optional.of(List.of("")), "ls")).containsExactly("ls");
    assertThatThrownBy(() -> argv(Optional.of(List.of(""))))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage("no command specified");
  }

  @Test
  void theClientsVariablesWinAndMayRemove() {
    var spec =
        Specs.spec()
            .withProcess(Specs.process(Optional.empty(), List.of(), List.of("MODE=mine", "GONE")));

    assertThat(ImageDefaults.complete(spec, IMAGE).process().environment())
        .containsExactly("MODE=mine", "GONE", "PATH=/bin");
  }

  @Test
  void labelsPortsAndVolumesAreUnited() {
    var spec =
        Specs.spec()
            .withLabels(Map.of("a", "mine", "c", "mine"))
            .withNetwork(Specs.network("none").withExposedPorts(Set.of("81/udp")))
            .withStorage(StorageSettings.NONE.withVolumePaths(Set.of("/cache")));

    var complete = ImageDefaults.complete(spec, IMAGE);

    assertThat(complete.labels()).isEqualTo(Map.of("a", "mine", "b", "image", "c", "mine"));
    assertThat(complete.network().exposedPorts()).containsExactlyInAnyOrder("80/tcp", "81/udp");
    assertThat(complete.storage().volumePaths()).containsExactlyInAnyOrder("/data", "/cache");
  }

  @Test
  void theImageFillsWhatTheClientLeftOpen() {
    var process = ImageDefaults.complete(Specs.spec(), IMAGE).process();

    assertThat(process.workingDirectory()).isEqualTo("/srv");
    assertThat(process.user()).isEqualTo("web");
    assertThat(process.stopSignal()).contains("SIGQUIT");
  }

  @Test
  void healthchecksAreMergedFieldByField() {
    var image =
        IMAGE.toBuilder()
            .healthcheck(Optional.of(check(List.of("CMD", "image"), Duration.ofSeconds(7), 2)))
            .build();
    var spec =
        Specs.spec().withHealthcheck(Optional.of(check(List.of(), Duration.ofSeconds(1), 0)));

    var merged = ImageDefaults.complete(spec, image).healthcheck().orElseThrow();

    assertThat(merged.test()).containsExactly("CMD", "image");
    assertThat(merged.interval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(merged.retries()).isEqualTo(2);
  }

  private static Healthcheck check(List<String> test, Duration interval, int retries) {
    return new Healthcheck(test, interval, Duration.ZERO, Duration.ZERO, Duration.ZERO, retries);
  }
}
