package dev.gantry.engine.snapshots;

import static dev.gantry.engine.snapshots.LayerTars.layer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.oci.spec.ChainId;
import dev.gantry.platform.testkit.RequiresRoot;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A process that applies and removes layers is killed at random moments. What it had reported
/// as done is there afterwards, whole; nothing else is.
@RequiresRoot
class CrashTest {
  private static final int KILLS = Integer.getInteger("gantry.test.kills", 4);
  private static final int FILES = 40;

  @RegisterExtension final LayerFixture fixture = new LayerFixture();

  @Test
  void whatWasReportedIsThereAfterAKill() throws Exception {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int i = 0; i < KILLS; i++) {
      var reported = runAndKill(random.nextInt(60));
      try (var snapshots = fixture.open()) {
        new LayerApplier(snapshots);
        assertThat(snapshots.list())
            .as("seed %d", seed)
            .allMatch(snapshot -> snapshot instanceof Snapshot.Committed);
        for (String chain : reported) {
          assertThat(snapshots.find(ChainId.parse(chain))).as("seed %d", seed).isPresent();
        }
        for (var snapshot : snapshots.list()) {
          if (snapshot instanceof Snapshot.Committed committed) {
            assertThat(committed.usage().inodes()).as("seed %d", seed).isEqualTo(FILES + 1);
          }
        }
        assertDiskMatches(snapshots);
      }
    }
  }

  private void assertDiskMatches(Snapshotter snapshots) throws IOException {
    assertThat(fixture.directory().resolve("active")).isEmptyDirectory();
    try (Stream<Path> layers = Files.list(fixture.directory().resolve("layers"))) {
      List<Path> found = layers.toList();
      assertThat(found).hasSameSizeAs(snapshots.list());
      for (Path path : found) {
        assertThat(path.resolve("fs").toFile().list()).hasSize(FILES);
      }
    }
  }

  /// Runs the child until it has reported so many lines and then kills it.
  private List<String> runAndKill(int lines) throws IOException, InterruptedException {
    var child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                fixture.directory().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var reported = new ArrayList<String>();
    try (var out =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      for (int i = 0; i <= lines; i++) {
        var line = out.readLine();
        if (line == null) {
          throw new AssertionError("the child ended by itself");
        }
        note(reported, line);
      }
      child.toHandle().destroyForcibly(); // which, unlike the process's own, leaves the pipe open
      // What it said before it died counts too.
      out.lines().filter(line -> line.length() > 70).forEach(line -> note(reported, line));
    }
    assertThat(child.waitFor()).isEqualTo(137);
    return reported;
  }

  private static void note(List<String> reported, String line) {
    String chain = line.substring(1);
    switch (line.charAt(0)) {
      case '+' -> reported.add(chain);
      case '-' -> reported.remove(chain);
      default -> throw new AssertionError(line);
    }
  }

  /// Applies layers and removes some, and says so: `-` before it removes, `+` after it applied.
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws Exception {
      var snapshots = OverlaySnapshotter.open(Path.of(arguments[0]), InstantSource.system());
      var applier = new LayerApplier(snapshots);
      var random = new Random();
      for (int i = 0; ; i++) {
        var tar = layer();
        for (int file = 0; file < FILES; file++) {
          tar.file("file-" + file, random.nextLong() + "x".repeat(random.nextInt(5000)));
        }
        var applied = applier.unpack(Optional.empty(), tar.stream());
        System.out.println("+" + applied.chain());
        if (i % 3 == 0) {
          System.out.println("-" + applied.chain());
          snapshots.remove(applied.chain());
        }
      }
    }
  }
}
