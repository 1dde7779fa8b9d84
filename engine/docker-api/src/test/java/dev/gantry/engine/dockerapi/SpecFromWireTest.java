package dev.gantry.engine.dockerapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.engine.core.ContainerSpec;
import dev.gantry.engine.core.LogSettings;
import dev.gantry.engine.core.NetworkSettings.HostBinding;
import dev.gantry.engine.core.ResourceLimits;
import dev.gantry.engine.core.RestartPolicy;
import dev.gantry.platform.errors.NotImplementedException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// The body that docker 28 sends for a `run` with most of its flags, recorded from its socket.
class SpecFromWireTest {
  private static byte[] recorded() throws IOException {
    try (var in =
        Objects.requireNonNull(
            SpecFromWireTest.class.getResourceAsStream("/wire/create-docker-28.json"))) {
      return in.readAllBytes();
    }
  }

  private static ContainerSpec spec(byte[] body) {
    return SpecFromWire.spec(
        WireJson.parse(body, ContainerConfigJson.class), WireJson.parse(body, CreateBody.class));
  }

  @Test
  void readsProcessAndHealth() throws IOException {
    var spec = spec(recorded());

    assertThat(spec.image()).isEqualTo("busybox");
    assertThat(spec.process().command()).containsExactly("sleep", "60");
    assertThat(spec.process().entrypoint()).isEmpty();
    assertThat(spec.process().environment()).containsExactly("A=1", "B=x y");
    assertThat(spec.process().workingDirectory()).isEqualTo("/srv");
    assertThat(spec.process().user()).isEqualTo("1000:1000");
    assertThat(spec.process().stopSignal()).contains("SIGQUIT");
    assertThat(spec.process().stopTimeout()).contains(3);
    assertThat(spec.healthcheck().orElseThrow().test()).containsExactly("CMD-SHELL", "true");
    assertThat(spec.healthcheck().orElseThrow().interval()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void readsIsolationAndLimits() throws IOException {
    var spec = spec(recorded());

    assertThat(spec.isolation().capAdd()).containsExactly("CAP_NET_ADMIN");
    assertThat(spec.isolation().capDrop()).containsExactly("ALL");
    assertThat(spec.isolation().readonlyRootfs()).isTrue();
    assertThat(spec.isolation().init()).contains(true);
    assertThat(spec.isolation().sysctls()).isEqualTo(Map.of("net.ipv4.ip_forward", "1"));
    assertThat(spec.isolation().maskedPaths()).isEmpty();
    assertThat(spec.limits().memory()).isEqualTo(64L << 20);
    assertThat(spec.limits().memorySwappiness()).isEmpty();
    assertThat(spec.limits().nanoCpus()).isEqualTo(500_000_000);
    assertThat(spec.limits().pidsLimit()).contains(50L);
    assertThat(spec.limits().ulimits())
        .containsExactly(new ResourceLimits.Ulimit("nofile", 1024, 2048));
  }

  @Test
  void readsStorageNetworkAndTheRest() throws IOException {
    var spec = spec(recorded());

    assertThat(spec.storage().binds()).containsExactly("data:/data:ro");
    assertThat(spec.storage().tmpfs()).isEqualTo(Map.of("/scratch", "size=1m"));
    assertThat(spec.storage().mounts()).singleElement().matches(m -> m.readOnly());
    assertThat(spec.network().mode()).isEqualTo("bridge");
    assertThat(spec.network().hostname()).isEqualTo("box");
    assertThat(spec.network().exposedPorts())
        .containsExactlyInAnyOrder("53/udp", "80/tcp", "9000/tcp");
    assertThat(spec.network().portBindings())
        .isEqualTo(
            Map.of(
                "80/tcp", List.of(new HostBinding("127.0.0.1", "8080")),
                "53/udp", List.of(new HostBinding("", "53"))));
    assertThat(spec.network().extraHosts()).containsExactly("db:10.0.0.1");
    assertThat(spec.restartPolicy()).isEqualTo(new RestartPolicy(RestartPolicy.Kind.ON_FAILURE, 3));
    assertThat(spec.log()).isEqualTo(new LogSettings("json-file", Map.of("max-size", "1m")));
    assertThat(spec.labels()).isEqualTo(Map.of("tier", "front"));
    assertThat(spec.autoRemove()).isFalse();
  }

  @Test
  void whatInspectShowsCanBeCreatedAgain() throws IOException {
    var spec = spec(recorded());

    var again =
        SpecFromWire.spec(
            WireJson.parse(WireJson.bytes(SpecToWire.config(spec)), ContainerConfigJson.class),
            WireJson.parse(
                WireJson.bytes(new CreateBody(SpecToWire.hostConfig(spec, "crun"), null)),
                CreateBody.class));

    assertThat(again.process()).isEqualTo(spec.process());
    assertThat(again.network()).isEqualTo(spec.network());
    assertThat(again.storage().binds()).isEqualTo(spec.storage().binds());
    assertThat(again.storage().mounts()).isEqualTo(spec.storage().mounts());
    assertThat(again.storage().tmpfs()).isEqualTo(spec.storage().tmpfs());
    assertThat(again.limits().ulimits()).isEqualTo(spec.limits().ulimits());
    assertThat(again.restartPolicy()).isEqualTo(spec.restartPolicy());
    assertThat(again.log()).isEqualTo(spec.log());
    assertThat(again.healthcheck()).isEqualTo(spec.healthcheck());
    assertThat(again.labels()).isEqualTo(spec.labels());
  }

  @Test
  void aPortWithoutABindingIsPublishedOnAFreeOne() {
    var spec =
        spec(
            "{\"Image\":\"x\",\"HostConfig\":{\"PortBindings\":{\"80\":null,\"81/udp\":[]}}}"
                .getBytes(UTF_8));

    assertThat(spec.network().portBindings())
        .isEqualTo(
            Map.of(
                "80/tcp", List.of(new HostBinding("", "")),
                "81/udp", List.of(new HostBinding("", ""))));
  }

  @Test
  void graphicsCardsAreRefusedByName() {
    assertThatThrownBy(
            () -> spec("{\"HostConfig\":{\"DeviceRequests\":[{\"Count\":-1}]}}".getBytes(UTF_8)))
        .isInstanceOf(NotImplementedException.class)
        .hasMessageContaining("--gpus");
  }

  @Test
  void anEmptyBodyAsksForNothing() {
    var spec = spec("{}".getBytes(UTF_8));

    assertThat(spec.image()).isEmpty();
    assertThat(spec.restartPolicy()).isEqualTo(RestartPolicy.NO);
    assertThat(spec.log()).isEqualTo(LogSettings.DEFAULT);
  }
}
