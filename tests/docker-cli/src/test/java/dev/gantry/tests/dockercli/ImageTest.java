package dev.gantry.tests.dockercli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.tests.harness.BusyboxImage;
import dev.gantry.tests.harness.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `import`, `load`, `save`, `tag`, `rmi`, `images`, `history`, `image inspect` and `prune`.
class ImageTest extends CliTest {
  @TempDir Path folder;

  @AfterEach
  void removeTheImagesOfTheTest() {
    Images.removeAllBut("busybox:latest", api);
  }

  /// A small image of its own: one file, and a label that makes its id unlike any other.
  private String importSmall(String name) throws IOException {
    var tar = folder.resolve("small.tar");
    Images.writeTar(tar, Images.file("hello", "hello from " + name + "\n"));
    return cli.run("import", "-c", "LABEL name=" + name, tar.toString(), name).text();
  }

  @Test
  void importMakesAnImageOfOneLayer() throws IOException {
    var id = importSmall("small:1");
    assertThat(id).matches("sha256:[0-9a-f]{64}");
    assertThat(cli.run("image", "inspect", "-f", "{{.Id}} {{.RepoTags}} {{.Os}}", "small:1").text())
        .isEqualTo(id + " [small:1] linux");
    assertThat(
            cli.run("image", "inspect", "-f", "{{.Architecture}} {{len .RootFS.Layers}}", id)
                .text())
        .isEqualTo("amd64 1");
  }

  @Test
  void importReadsStandardInputAndAppliesChanges() {
    cli.runWithFiles(
        BusyboxImage.tar(),
        folder.resolve("out"),
        "import",
        "-m",
        "made here",
        "-c",
        "ENV A=1",
        "-c",
        "CMD [\"sh\",\"-c\",\"echo $A\"]",
        "-c",
        "EXPOSE 80",
        "-c",
        "USER nobody",
        "-c",
        "WORKDIR /tmp",
        "-c",
        "VOLUME /data",
        "-c",
        "LABEL x=y",
        "-c",
        "ENTRYPOINT [\"env\"]",
        "-",
        "changed");
    assertThat(
            cli.run(
                    "image",
                    "inspect",
                    "-f",
                    "{{json .Config.Env}} {{json .Config.Cmd}} {{json .Config.ExposedPorts}}"
                        + " {{.Config.User}} {{.Config.WorkingDir}} {{json .Config.Volumes}}"
                        + " {{json .Config.Labels}} {{json .Config.Entrypoint}}",
                    "changed:latest")
                .text())
        .isEqualTo(
            "[\"A=1\"] [\"sh\",\"-c\",\"echo $A\"] {\"80/tcp\":{}} nobody /tmp {\"/data\":{}}"
                + " {\"x\":\"y\"} [\"env\"]");
    assertThat(runToEnd("changed").stdout()).isEqualTo("1\n");
    assertThat(cli.run("history", "--format", "{{.Comment}}", "changed").text())
        .contains(engine.spelling("made here", "made here"));
  }

  @Test
  void importRefusesWhatIsNoArchive() throws IOException {
    var noise = Files.writeString(folder.resolve("noise"), "this is not a tar".repeat(500));
    var outcome = cli.attempt("import", noise.toString(), "noise:1");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(cli.run("images", "-q", "noise").text()).isEmpty();
    assertThat(cli.attempt("import", "/no/such/file", "x:1").stderr())
        .contains("no such file or directory");
    assertThat(cli.attempt("import", "-c", "RUN true", noise.toString(), "x:1").stderr())
        .containsIgnoringCase("RUN is not a valid change command");
  }

  @Test
  void tagGivesMoreNamesToOneImage() throws IOException {
    var id = importSmall("small:1");
    cli.run("tag", "small:1", "other");
    cli.run("tag", id, "registry.example:5000/team/app:v2");
    assertThat(cli.run("image", "inspect", "-f", "{{json .RepoTags}}", id).text())
        .contains("\"small:1\"", "\"other:latest\"", "\"registry.example:5000/team/app:v2\"");
    assertThat(cli.attempt("tag", "missing", "x:1").stderr())
        .contains("No such image: missing:latest");
    assertThat(cli.attempt("tag", "small:1", "UPPER").stderr()).contains("must be lowercase");
  }

  @Test
  void tagMovesANameAndLeavesADanglingImage() throws IOException {
    var first = importSmall("small:1");
    cli.run("tag", "busybox", "small:1");
    assertThat(cli.run("images", "-q", "--no-trunc", "-f", "dangling=true").text())
        .isEqualTo(first);
    assertThat(
            cli.run("images", "--format", "{{.Repository}}:{{.Tag}}", "-f", "dangling=true").text())
        .isEqualTo("<none>:<none>");
  }

  @Test
  void rmiUntagsFirstAndDeletesLast() throws IOException {
    var id = importSmall("small:1");
    cli.run("tag", "small:1", "small:2");
    assertThat(cli.run("rmi", "small:1").stdout()).isEqualTo("Untagged: small:1\n");
    assertThat(cli.run("rmi", "small:2").stdout())
        .startsWith("Untagged: small:2\nDeleted: " + id + "\n")
        .containsPattern("Deleted: sha256:[0-9a-f]{64}\n$");
    assertThat(cli.attempt("image", "inspect", id).exitCode()).isEqualTo(1);
  }

  @Test
  void anImageWithSeveralNamesIsRemovedByIdOnlyWhenForced() throws IOException {
    var id = importSmall("small:1");
    cli.run("tag", "small:1", "other:1");
    var refused = cli.attempt("rmi", id);
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.stderr())
        .contains("image is referenced in multiple repositories")
        .contains("must be forced");
    assertThat(cli.run("rmi", "-f", id).stdout())
        .contains("Untagged: small:1", "Untagged: other:1", "Deleted: " + id);
  }

  @Test
  void anImageInUseIsProtected() throws IOException {
    importSmall("small:1");
    var container = cli.run("create", "--name", "user", "small:1", "true").text();
    var refused = cli.attempt("rmi", "small:1");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.stderr())
        .contains("conflict: unable to remove repository reference \"small:1\" (must force)")
        .contains("container " + container.substring(0, 12) + " is using its referenced image");
    assertThat(cli.run("rmi", "-f", "small:1").stdout()).startsWith("Untagged: small:1");
    assertThat(inspect("user", "{{.Config.Image}}")).isEqualTo("small:1");
  }

  @Test
  void anImageOfARunningContainerIsProtectedEvenFromForce() {
    runIdle("idle");
    var id = cli.run("image", "inspect", "-f", "{{.Id}}", "busybox").text();
    var refused = cli.attempt("rmi", "-f", id);
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.stderr())
        .contains(
            "conflict: unable to delete "
                + id.substring(7, 19)
                + " (cannot be forced) - image is being used by running container ");
  }

  @Test
  void rmiOfNothingFails() {
    var outcome = cli.attempt("rmi", "missing:1");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.stderr()).contains("No such image: missing:1");
    assertThat(cli.attempt("rmi", "-f", "missing:1").stderr()).contains("No such image: missing:1");
  }

  @Test
  void saveAndLoadGiveTheSameImage() throws IOException {
    var id = importSmall("small:1");
    cli.run("tag", "small:1", "small:2");
    var archive = folder.resolve("image.tar");
    cli.run("save", "-o", archive.toString(), "small:1", "small:2");
    assertThat(Images.entries(archive)).contains("manifest.json").contains("repositories");
    cli.run("rmi", "small:1", "small:2");
    assertThat(cli.run("load", "-i", archive.toString()).lines())
        .containsExactlyInAnyOrder("Loaded image: small:1", "Loaded image: small:2");
    assertThat(cli.run("image", "inspect", "-f", "{{.Id}}", "small:2").text()).isEqualTo(id);
    cli.run("create", "--name", "from-load", "small:1", "x");
    assertThat(cli.run("cp", "from-load:/hello", "-").stdout()).contains("hello from small:1");
  }

  @Test
  void saveWritesToStandardOutputAndLoadReadsFromStandardInput() throws IOException {
    var id = importSmall("small:1");
    var archive = folder.resolve("image.tar");
    cli.runWithFiles(Path.of("/dev/null"), archive, "save", "small:1");
    cli.run("rmi", "small:1");
    cli.runWithFiles(archive, folder.resolve("out"), "load");
    assertThat(folder.resolve("out")).hasContent("Loaded image: small:1");
    assertThat(cli.run("images", "-q", "--no-trunc", "small:1").text()).isEqualTo(id);
  }

  @Test
  void anImageSavedByIdLoadsWithoutAName() throws IOException {
    var id = importSmall("small:1");
    var archive = folder.resolve("image.tar");
    cli.run("save", "-o", archive.toString(), id);
    cli.run("rmi", "-f", id);
    assertThat(cli.run("load", "-q", "-i", archive.toString()).text())
        .isEqualTo("Loaded image ID: " + id);
  }

  @Test
  void saveAndLoadRefuseNonsense() throws IOException {
    assertThat(cli.attempt("save", "-o", folder + "/x", "missing:1").stderr())
        .contains(engine.spelling("No such image: missing:1", "reference does not exist"));
    var noise = Files.writeString(folder.resolve("noise"), "this is not a tar".repeat(500));
    assertThat(cli.attempt("load", "-i", noise.toString()).exitCode()).isEqualTo(1);
    assertThat(cli.attempt("load", "-i", "/no/such/file").stderr())
        .contains("no such file or directory");
    assertThat(cli.run("images", "-q").lines()).hasSize(1);
  }

  @Test
  void imagesHasDockersTable() throws IOException {
    importSmall("small:1");
    var lines = cli.run("images").lines();
    assertThat(lines.getFirst()).matches("REPOSITORY +TAG +IMAGE ID +CREATED +SIZE");
    assertThat(lines).anyMatch(l -> l.matches("small +1 +[0-9a-f]{12} +.* ago +\\d+B"));
    assertThat(cli.run("images", "small").lines()).hasSize(2);
    assertThat(cli.run("images", "small:9").lines()).hasSize(1);
    assertThat(cli.run("images", "-a", "-q").lines()).hasSize(2).allMatch(l -> l.length() == 12);
    assertThat(cli.run("images", "--digests", "small").lines().get(1)).contains("<none>");
    assertThat(cli.run("images", "--format", "{{.Repository}} {{.Tag}}", "sm*").text())
        .isEqualTo("small 1");
  }

  @Test
  void imagesCanBeFiltered() throws IOException {
    importSmall("small:1");
    var byLabel = cli.run("images", "-f", "label=name=small:1", "--format", "{{.Repository}}");
    assertThat(byLabel.text()).isEqualTo("small");
    assertThat(cli.run("images", "-f", "reference=small:*", "-q").lines()).hasSize(1);
    assertThat(cli.run("images", "-f", "reference=other:*", "-q").lines()).isEmpty();
    assertThat(cli.run("images", "-f", "since=busybox", "--format", "{{.Repository}}").text())
        .isEqualTo("small");
    assertThat(cli.run("images", "-f", "before=small:1", "--format", "{{.Repository}}").text())
        .isEqualTo("busybox");
    assertThat(cli.attempt("images", "-f", "nonsense=1").stderr().replace('"', '\''))
        .containsIgnoringCase("invalid filter 'nonsense'");
  }

  @Test
  void historyShowsEachStep() throws IOException {
    importSmall("small:1");
    var lines = cli.run("history", "small:1").lines();
    assertThat(lines.getFirst()).matches("IMAGE +CREATED +CREATED BY +SIZE +COMMENT");
    assertThat(lines.get(1)).contains("Imported from -");
    assertThat(cli.run("history", "-q", "--no-trunc", "small:1").text())
        .isEqualTo(cli.run("images", "-q", "--no-trunc", "small:1").text());
    assertThat(cli.attempt("history", "missing").stderr())
        .contains("No such image: missing:latest");
  }

  @Test
  void pruneRemovesDanglingImagesAndWithDashAUnusedOnes() throws IOException {
    var first = importSmall("small:1");
    importSmall("other:1");
    cli.run("tag", "other:1", "small:1");
    assertThat(cli.run("image", "prune", "-f").stdout())
        .contains("Deleted Images:", "deleted: " + first, "Total reclaimed space:");
    assertThat(cli.run("images", "-q", "other").lines()).hasSize(1);
    cli.run("create", "--name", "user", "busybox", "true");
    cli.run("image", "prune", "-af");
    assertThat(cli.run("images", "--format", "{{.Repository}}").lines()).containsExactly("busybox");
  }

  @Test
  void imagesAreInspectedAsOneListAndMissingOnesNamed() {
    assertThat(cli.run("image", "inspect", "busybox").stdout()).startsWith("[\n    {");
    var outcome = cli.attempt("image", "inspect", "missing", "busybox", "-f", "{{.Os}}");
    assertThat(outcome.stdout()).contains("linux");
    assertThat(outcome.stderr()).contains("No such image: missing");
    assertThat(outcome.exitCode()).isEqualTo(1);
  }
}
