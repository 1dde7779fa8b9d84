package dev.gantry.oci.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ImageConfigTest {
  private static final DiffId LAYER = DiffId.parse("sha256:" + "a".repeat(64));

  private static final ImageConfig FULL =
      new ImageConfig(
          Optional.of(Instant.parse("2026-01-02T03:04:05.000000006Z")),
          "someone",
          "a comment",
          Platform.of("linux", "arm", "v7"),
          ContainerDefaults.builder()
              .user("app:app")
              .exposedPorts(List.of("443/tcp", "80/tcp"))
              .env(List.of("PATH=/bin", "A=b=c"))
              .entrypoint(List.of("/entry"))
              .cmd(List.of("serve", ""))
              .volumes(List.of("/data"))
              .workingDir("/srv")
              .labels(Map.of("b", "2", "a", ""))
              .stopSignal("SIGQUIT")
              .healthcheck(
                  Optional.of(
                      new Healthcheck(
                          List.of("CMD-SHELL", "true"),
                          Duration.ofSeconds(30),
                          Duration.ofSeconds(3),
                          Duration.ZERO,
                          Duration.ofMillis(500),
                          4)))
              .shell(List.of("/bin/bash", "-c"))
              .onBuild(List.of("RUN true"))
              .argsEscaped(true)
              .build(),
          List.of(LAYER),
          List.of(
              new HistoryEntry(Optional.of(Instant.EPOCH), "/bin/sh -c true", "someone", "", false),
              new HistoryEntry(Optional.empty(), "ENV A=b=c", "", "made up", true)));

  @Test
  void everythingSurvivesEncoding() {
    assertThat(ImageConfig.decode(FULL.encode())).isEqualTo(FULL);
    assertThat(FULL.encode()).isEqualTo(FULL.encode());
  }

  @Test
  void smallestConfigurationDecodes() {
    var config = decode("{'rootfs':{'type':'layers','diff_ids':null}}");
    assertThat(config.diffIds()).isEmpty();
    assertThat(config.chainId()).isEmpty();
    assertThat(config.defaults()).isEqualTo(ContainerDefaults.NONE);
  }

  /// As docker itself writes it: nulls, empty strings, fields of a container that mean nothing.
  @Test
  void dockersOwnSpellingDecodes() {
    var config =
        decode(
            """
            {'architecture':'amd64','config':{'Hostname':'','Domainname':'','User':'',
            'AttachStdin':false,'ExposedPorts':{'80/tcp':{}},'Tty':false,'Env':['PATH=/bin'],
            'Cmd':['sh'],'Image':'sha256:1','Volumes':null,'WorkingDir':'','Entrypoint':null,
            'OnBuild':null,'Labels':null},'container':'abc','created':'2026-01-02T03:04:05+02:00',
            'docker_version':'20.10.24','history':[{'created':'2026-01-02T03:04:05.1Z',
            'created_by':'/bin/sh -c #(nop) CMD','empty_layer':true}],'os':'linux',
            'rootfs':{'type':'layers','diff_ids':[]}}""");
    assertThat(config.created()).contains(Instant.parse("2026-01-02T01:04:05Z"));
    assertThat(config.defaults().cmd()).containsExactly("sh");
    assertThat(config.defaults().exposedPorts()).containsExactly("80/tcp");
    assertThat(config.defaults().entrypoint()).isEmpty();
    assertThat(config.platform()).isEqualTo(Platform.of("linux", "amd64"));
  }

  @Test
  void commandsMayBeBareStrings() {
    var config = decode("{'config':{'Cmd':'sh'},'rootfs':{'type':'layers'}}");
    assertThat(config.defaults().cmd()).containsExactly("sh");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'rootfs':{}}",
        "{'rootfs':{'type':'other','diff_ids':[]}}",
        "{'rootfs':{'type':'layers','diff_ids':['../x']}}",
        "{'rootfs':{'type':'layers','diff_ids':[1]}}",
        "{'rootfs':{'type':'layers'},'config':[]}",
        "{'rootfs':{'type':'layers'},'config':{'Env':'A=b'}}",
        "{'rootfs':{'type':'layers'},'config':{'Env':[null]}}",
        "{'rootfs':{'type':'layers'},'config':{'Labels':{'a':1}}}",
        "{'rootfs':{'type':'layers'},'created':'yesterday'}",
        "{'rootfs':{'type':'layers'},'history':[{'created_by':'x'}]}",
        "{'rootfs':{'type':'layers'},'rootfs':{'type':'layers'}}",
      })
  void malformedConfigurationsAreRefused(String document) {
    assertThatThrownBy(() -> decode(document)).isInstanceOf(InvalidArgumentException.class);
  }

  @Test
  void hugeConfigurationsAreRefusedUnparsed() {
    assertThatThrownBy(() -> ImageConfig.decode(new byte[ImageConfig.MAX_SIZE + 1]))
        .hasMessageContaining("more than the limit");
  }

  private static ImageConfig decode(String document) {
    return ImageConfig.decode(document.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }
}
