package dev.gantry.engine.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.oci.spec.ContainerDefaults;
import dev.gantry.platform.errors.InvalidArgumentException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigChangesTest {
  private static final ContainerDefaults OLD =
      ContainerDefaults.builder()
          .cmd(List.of("old"))
          .env(List.of("PATH=/bin", "A=1"))
          .workingDir("/srv")
          .build();

  private static ContainerDefaults change(String... changes) {
    return ConfigChanges.apply(OLD, List.of(changes));
  }

  @Test
  void commandsAreJsonOrForTheShell() {
    assertThat(change("CMD [\"ls\", \"-l\"]").cmd()).containsExactly("ls", "-l");
    assertThat(change("cmd ls -l").cmd()).containsExactly("/bin/sh", "-c", "ls -l");
    assertThat(change("CMD [ls").cmd()).containsExactly("/bin/sh", "-c", "[ls");
    assertThat(change("CMD [1]").cmd()).containsExactly("/bin/sh", "-c", "[1]");
  }

  @Test
  void anEntrypointDropsTheCommandItFindsAndKeepsOneThatWasGivenBefore() {
    assertThat(change("ENTRYPOINT [\"run\"]").cmd()).isEmpty();
    assertThat(change("CMD [\"new\"]", "ENTRYPOINT [\"run\"]").cmd()).containsExactly("new");
    assertThat(change("ENTRYPOINT [\"run\"]\nCMD [\"new\"]").cmd()).containsExactly("new");
  }

  @Test
  void variablesAreReplacedInPlace() {
    assertThat(change("ENV A=2 B=\"x y\" C=a\\ b").env())
        .containsExactly("PATH=/bin", "A=2", "B=x y", "C=a b");
    assertThat(change("ENV A the rest of it").env())
        .containsExactly("PATH=/bin", "A=the rest of it");
  }

  @Test
  void portsMayBeRanges() {
    assertThat(change("EXPOSE 80 8000-8002/udp").exposedPorts())
        .containsExactlyInAnyOrder("80/tcp", "8000/udp", "8001/udp", "8002/udp");
    assertThatThrownBy(() -> change("EXPOSE http")).isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> change("EXPOSE 0")).isInstanceOf(InvalidArgumentException.class);
  }

  @Test
  void theRestIsTakenAsItIs() {
    assertThat(change("WORKDIR sub").workingDir()).isEqualTo("/srv/sub");
    assertThat(change("WORKDIR /abs").workingDir()).isEqualTo("/abs");
    assertThat(change("USER web:web").user()).isEqualTo("web:web");
    assertThat(change("LABEL a=b 'c d'=e").labels()).isEqualTo(Map.of("a", "b", "c d", "e"));
    assertThat(change("VOLUME /a /b").volumes()).containsExactly("/a", "/b");
    assertThat(change("STOPSIGNAL SIGQUIT").stopSignal()).isEqualTo("SIGQUIT");
    assertThat(change("HEALTHCHECK CMD true").healthcheck().orElseThrow().test())
        .containsExactly("CMD-SHELL", "true");
    assertThat(change("HEALTHCHECK NONE").healthcheck().orElseThrow().test())
        .containsExactly("NONE");
  }

  @Test
  void refusesOtherInstructionsAndIncompleteOnes() {
    for (String line :
        List.of(
            "RUN ls", "FROM x", "CMD", "ENV A", "LABEL =x", "STOPSIGNAL NOSUCH", "nonsense x")) {
      assertThatThrownBy(() -> change(line)).as(line).isInstanceOf(InvalidArgumentException.class);
    }
  }
}
