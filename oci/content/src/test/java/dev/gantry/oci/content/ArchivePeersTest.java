package dev.gantry.oci.content;

import static dev.gantry.oci.content.ImageFixture.tar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gantry.oci.spec.DiffId;
import dev.gantry.oci.spec.Digest;
import dev.gantry.oci.spec.ImageId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Exchanges archives with skopeo and podman, where they are installed.
final class ArchivePeersTest {
  private static final byte[] LOWER = tar("lower", new byte[100_000]);
  private static final byte[] UPPER = tar("upper", new byte[200_000]);

  @TempDir Path directory = Path.of("/nonexistent");

  private final ImageFixture here = new ImageFixture();
  private final ImageFixture there = new ImageFixture();
  private Path saved = directory;

  /// One layer plain, one compressed.
  @BeforeEach
  void saveAnImage() throws IOException {
    saved = directory.resolve("saved.tar");
    byte[] archive =
        new ArchiveBuilder()
            .file("cfg.json", ArchiveBuilder.config(LOWER, UPPER))
            .file("lower.tar", LOWER)
            .file("upper.tar", LayerWriterTest.gzip(UPPER))
            .file(
                "manifest.json",
                "[{'Config':'cfg.json','RepoTags':['team/app:1'],"
                    + "'Layers':['lower.tar','upper.tar']}]")
            .build();
    here.archives.load(new ByteArrayInputStream(archive), Optional.empty(), _ -> {});
    try (var images = here.archives.select(List.of("team/app:1"));
        var out = Files.newOutputStream(saved)) {
      images.writeTo(out);
    }
  }

  @Test
  void skopeoReadsOursAsDockersArchive() throws Exception {
    skopeo("copy", "docker-archive:" + saved, "docker-archive:" + directory.resolve("x.tar"));
    load(directory.resolve("x.tar"));
    assertThat(there.images.get(new ImageId(id())).layers()).hasSize(2);
  }

  @Test
  void skopeoReadsOursAsOciArchive() throws Exception {
    skopeo("copy", "oci-archive:" + saved + ":1", "oci:" + directory.resolve("oci") + ":x");
    assertThat(directory.resolve("oci/blobs/sha256/" + id().hex())).exists();
  }

  @Test
  void skopeosDockerArchiveLoads() throws Exception {
    var theirs = directory.resolve("theirs.tar");
    skopeo("copy", "docker-archive:" + saved, "docker-archive:" + theirs + ":other/app:2");
    load(theirs);
    assertThat(there.images.resolve("other/app:2").id().digest()).isEqualTo(id());
  }

  @Test
  void skopeosOciArchiveLoads() throws Exception {
    var theirs = directory.resolve("theirs.tar");
    skopeo("copy", "docker-archive:" + saved, "oci-archive:" + theirs + ":other/app:3");
    load(theirs);
    // On the way from docker's format to OCI's skopeo writes the configuration anew.
    assertThat(there.images.resolve("other/app:3").diffIds())
        .containsExactly(new DiffId(Digest.of(LOWER)), new DiffId(Digest.of(UPPER)));
  }

  @Test
  void podmanLoadsOursAndWeLoadPodmans() throws Exception {
    podman("load", "--input", saved.toString());
    var theirs = directory.resolve("theirs.tar");
    podman("save", "--output", theirs.toString(), "docker.io/team/app:1");
    load(theirs);
    assertThat(there.images.resolve("team/app:1").id().digest()).isEqualTo(id());
  }

  private static Digest id() {
    return Digest.of(ArchiveBuilder.config(LOWER, UPPER));
  }

  private void load(Path archive) throws IOException {
    try (var in = Files.newInputStream(archive)) {
      there.archives.load(in, Optional.empty(), _ -> {});
    }
  }

  private void skopeo(String... arguments) throws Exception {
    run(List.of("skopeo", "--insecure-policy"), arguments);
  }

  private void podman(String... arguments) throws Exception {
    assumeTrue(
        ProcessHandle.current().info().user().filter("root"::equals).isPresent(),
        "podman with a storage of its own needs root");
    run(
        List.of(
            "podman",
            "--root",
            directory.resolve("storage").toString(),
            "--runroot",
            directory.resolve("run").toString(),
            "--storage-driver",
            "vfs"),
        arguments);
  }

  private void run(List<String> program, String... arguments) throws Exception {
    assumeTrue(isInstalled(program.getFirst()), program.getFirst() + " is not installed");
    var command = new ArrayList<>(program);
    command.addAll(List.of(arguments));
    var log = directory.resolve("log");
    int code =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    assertThat(code).as("%s: %s", command, Files.readString(log, StandardCharsets.UTF_8)).isZero();
  }

  private static boolean isInstalled(String program) {
    return List.of("/usr/bin", "/usr/local/bin", "/bin").stream()
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }
}
