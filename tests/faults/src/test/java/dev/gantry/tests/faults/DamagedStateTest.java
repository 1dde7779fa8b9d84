package dev.gantry.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.tests.harness.BusyboxImage;
import dev.gantry.tests.harness.Client;
import dev.gantry.tests.harness.Engine;
import dev.gantry.tests.harness.Engines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The store of records is damaged while no daemon runs. The next one starts or says why not, loses
/// what was hit and nothing else: above all it does not take a missing record for permission to
/// delete what the record was about.
class DamagedStateTest {
  private Engine engine;
  private Client docker;
  private Path store;
  private byte[] sound;
  private Set<Path> files;
  private ProcessHandle running;

  /// An engine at rest with a volume, a container that has written to its layer, and one that runs.
  @BeforeEach
  void prepare() throws IOException {
    engine = Engines.gantry();
    engine.start();
    BusyboxImage.importInto(engine);
    docker = new Client(Client.Program.DOCKER, engine);
    docker.run("volume", "create", "heirloom");
    docker.run("run", "-v", "heirloom:/v", "busybox", "sh", "-c", "echo old > /v/kept");
    docker.run("run", "--name", "precious", "busybox", "sh", "-c", "echo mine > /kept");
    docker.run("run", "-d", "--name", "runner", "busybox", "sleep", "1000");
    var pid = docker.run("inspect", "-f", "{{.State.Pid}}", "runner").text();
    running = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    engine.terminate();
    store = engine.dataRoot().resolve("store/store.db");
    sound = Files.readAllBytes(store);
    files = files();
  }

  @AfterEach
  void restoreAndClose() throws IOException {
    if (!engine.isRunning()) {
      Files.write(store, sound);
    }
    engine.close();
  }

  /// Everything that is not the store's own.
  private Set<Path> files() throws IOException {
    try (var all = Files.walk(engine.dataRoot())) {
      return all.filter(file -> !file.startsWith(store.getParent()))
          .filter(file -> !file.toString().contains("/trash"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /// Damages each record that contains `text`, of the past too.
  private int flipIn(String text) throws IOException {
    var bytes = sound.clone();
    var wanted = text.getBytes(StandardCharsets.UTF_8);
    int found = 0;
    for (int at = 0; at < bytes.length - wanted.length; at++) {
      if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
        bytes[at] ^= 1;
        found++;
      }
    }
    Files.write(store, bytes);
    return found;
  }

  private void verifyNothingElseIsLost() throws IOException {
    assertThat(running.isAlive()).as("the running container").isTrue();
    var lost = new TreeSet<>(files);
    lost.removeAll(files());
    assertThat(lost.stream().limit(3)).as("the first of %d files lost", lost.size()).isEmpty();
  }

  private int problems() {
    try {
      Soundness.verifyState(engine);
      return 0;
    } catch (AssertionError found) {
      assertThat(found).hasMessageContaining("problems found");
      return 1;
    }
  }

  @Test
  void aLostContainerRecordLeavesTheContainersDataAndProcesses() throws IOException {
    assertThat(flipIn("\"precious\"")).isPositive();
    engine.start();
    assertThat(docker.run("ps", "-a", "--format", "{{.Names}}").lines())
        .contains("runner")
        .doesNotContain("precious");
    verifyNothingElseIsLost();
    assertThat(problems()).isPositive();
  }

  @Test
  void aRunningContainerWithoutRecordRunsOn() throws IOException {
    assertThat(flipIn("\"runner\"")).isPositive();
    engine.start();
    assertThat(docker.run("ps", "-a", "--format", "{{.Names}}").lines())
        .contains("precious")
        .doesNotContain("runner");
    verifyNothingElseIsLost();
    running.destroyForcibly();
  }

  @Test
  void aLostVolumeRecordLeavesTheVolumesData() throws IOException {
    assertThat(flipIn("/volumes/heirloom")).isPositive();
    engine.start();
    assertThat(docker.run("ps", "-a", "--format", "{{.Names}}").lines())
        .contains("precious", "runner");
    verifyNothingElseIsLost();
    assertThat(problems()).isPositive();
  }

  @Test
  void aLostImageRecordLeavesLayersAndBlobs() throws IOException {
    var image = docker(() -> docker.run("images", "-q", "--no-trunc").text());
    assertThat(flipIn("/images/" + image)).isPositive();
    engine.start();
    docker.attempt("image", "prune", "-f", "-a");
    verifyNothingElseIsLost();
    assertThat(problems()).isPositive();
  }

  /// Asks the engine something before the damage is done.
  private String docker(Supplier<String> question) throws IOException {
    engine.start();
    var answer = question.get();
    engine.terminate();
    sound = Files.readAllBytes(store);
    return answer;
  }

  @Test
  void aStoreOfANewerReleaseIsLeftAlone() throws IOException {
    var newer = sound.clone();
    newer[63] = 99; // user_version, where the SQLite file format has it
    Files.write(store, newer);
    assertThatThrownBy(engine::start).hasMessageContaining("newer release");
    assertThat(engine.isRunning()).isFalse();
    assertThat(Files.readAllBytes(store)).isEqualTo(newer);
    verifyNothingElseIsLost();
    Files.write(store, sound);
    engine.start();
    Soundness.verifyState(engine);
  }

  @Test
  @Timeout(600)
  void truncationLosesRecordsButNoData() throws IOException {
    var chance = Chance.of("truncation");
    for (int i = 0; i < Chance.times(3, 50); i++) {
      Files.write(store, Arrays.copyOf(sound, 1 + chance.below(sound.length - 1)));
      startOrRefuse();
    }
    Files.write(store, new byte[sound.length]);
    startOrRefuse();
    Files.write(store, new byte[0]);
    startOrRefuse();
  }

  @Test
  @Timeout(600)
  void flippedBitsLoseRecordsButNoData() throws IOException {
    var chance = Chance.of("flipped bits");
    for (int i = 0; i < Chance.times(4, 100); i++) {
      var bytes = sound.clone();
      for (int flips = 1 + chance.below(20); flips > 0; flips--) {
        bytes[chance.below(bytes.length)] ^= (byte) (1 << chance.below(8));
      }
      Files.write(store, bytes);
      startOrRefuse();
    }
  }

  private void startOrRefuse() throws IOException {
    try {
      engine.start();
      assertThat(docker.run("ps", "-a").stdout()).contains("CONTAINER ID");
      problems();
      engine.terminate();
    } catch (AssertionError refused) {
      assertThat(engine.endsWithin(Duration.ofSeconds(30))).as(refused.getMessage()).isTrue();
      assertThat(engine.log()).contains("store").doesNotContain("NullPointerException");
    }
    verifyNothingElseIsLost();
  }
}
