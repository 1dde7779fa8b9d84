package dev.gantry.oci.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.oci.spec.Digest;
import dev.gantry.oci.spec.ImageId;
import dev.gantry.oci.spec.ImageReference;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Kills a process in the middle of its commits: nothing acknowledged is lost, nothing partial can
/// be seen. `-Dgantry.kill.rounds` sets how often.
@Timeout(600)
final class KilledProcessTest {
  private static final int ROUNDS = Integer.getInteger("gantry.kill.rounds", 3);

  @TempDir Path root = Path.of("/nonexistent");

  private final Map<ImageId, ImageReference> acknowledged = new HashMap<>();
  private final List<Digest> lastBlobs = new ArrayList<>();

  @Test
  void acknowledgedImagesSurviveAndPartialOnesAreInvisible() throws IOException {
    var random = new Random(42);
    for (int round = 0; round < ROUNDS; round++) {
      pullUntilKilled(round, 5 + random.nextInt(60));
      verify();
    }
    assertThat(acknowledged).hasSizeGreaterThan(ROUNDS);
  }

  private void verify() throws IOException {
    var content = FileContentStore.open(root.resolve("content"));
    assertThat(list(root.resolve("content/ingests"))).isEmpty();
    for (var blob : content.list()) {
      assertThat(hash(content, blob.digest())).isEqualTo(blob.digest());
    }
    // Blobs are garbage once their process is dead, but nobody has collected them yet.
    assertThat(lastBlobs).allSatisfy(blob -> assertThat(content.find(blob)).isPresent());
    try (var store = PullProcess.openStore(root)) {
      var images = ImageStore.open(store, content, new Leases(), InstantSource.system());
      acknowledged.forEach((id, name) -> assertThat(images.find(name).map(Image::id)).contains(id));
      for (var image : images.all()) {
        assertThat(content.find(image.config().digest())).isPresent();
        assertThat(image.layers())
            .allSatisfy(layer -> assertThat(content.find(layer.blob().digest())).isPresent());
      }
      assertThat(images.names())
          .allSatisfy(named -> assertThat(images.find(named.image())).isPresent());
    }
  }

  /// Runs [PullProcess] and kills it after so many lines.
  private void pullUntilKilled(int round, int after) throws IOException {
    lastBlobs.clear();
    var process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                PullProcess.class.getName(),
                root.toString(),
                Integer.toString(round * 1000))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader output = process.inputReader()) {
      int lines = 0;
      for (var line = output.readLine(); line != null; line = output.readLine()) {
        acknowledge(line.split(" ", -1));
        if (++lines == after) {
          process.toHandle().destroyForcibly(); // unlike Process, leaves the pipe open
        }
      }
      assertThat(lines).isGreaterThanOrEqualTo(after);
    } finally {
      process.destroyForcibly();
    }
  }

  private void acknowledge(String[] words) {
    // The kill may cut the last line.
    if (!words[words.length - 1].equals(".")) {
      return;
    }
    switch (words[0]) {
      case "blob" -> lastBlobs.add(Digest.parse(words[1]));
      case "image" -> acknowledged.put(ImageId.parse(words[1]), ImageReference.parse(words[2]));
      default -> throw new AssertionError(words[0]);
    }
  }

  private static Digest hash(ContentStore content, Digest digest) throws IOException {
    try (var bytes = content.open(digest);
        var hashing = new HashingInputStream(bytes, digest.algorithm())) {
      hashing.transferTo(OutputStream.nullOutputStream());
      return hashing.digest();
    }
  }

  private static List<Path> list(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.toList();
    }
  }
}
