package dev.gantry.tests.dockercli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Folders of the host and anonymous volumes, with `-v` and `--mount`.
class MountTest extends CliTest {
  @TempDir Path folder;

  @Test
  void aFolderOfTheHostIsSharedBothWays() throws IOException {
    Files.writeString(folder.resolve("in"), "from the host\n");
    var outcome =
        runToEnd(
            "-v",
            folder + ":/shared",
            "busybox",
            "sh",
            "-c",
            "cat /shared/in; echo back >/shared/out");
    assertThat(outcome.stdout()).isEqualTo("from the host\n");
    assertThat(folder.resolve("out")).hasContent("back");
  }

  @Test
  void readOnlyIsReadOnly() {
    var colon = runToEnd("-v", folder + ":/shared:ro", "busybox", "touch", "/shared/x");
    assertThat(colon.stderr()).contains("Read-only file system");
    var mount = "type=bind,source=" + folder + ",target=/shared,readonly";
    assertThat(runToEnd("--mount", mount, "busybox", "touch", "/shared/x").stderr())
        .contains("Read-only file system");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aSingleFileCanBeMounted() throws IOException {
    var file = Files.writeString(folder.resolve("conf"), "a=1\n");
    assertThat(runToEnd("-v", file + ":/etc/conf", "busybox", "cat", "/etc/conf").stdout())
        .isEqualTo("a=1\n");
    assertThat(runToEnd("-v", file + ":/etc/hosts", "busybox", "cat", "/etc/hosts").stdout())
        .isEqualTo("a=1\n");
  }

  @Test
  void aMissingFolderIsMadeForTheColonFormOnly() {
    var missing = folder.resolve("deep/er");
    runToEnd("-v", missing + ":/x", "busybox", "touch", "/x/made").orThrow();
    assertThat(missing.resolve("made")).exists();
    var other = folder.resolve("never");
    var outcome =
        runToEnd("--mount", "type=bind,source=" + other + ",target=/x", "busybox", "true");
    assertThat(outcome.exitCode()).isEqualTo(125);
    assertThat(outcome.stderr()).contains("bind source path does not exist: " + other);
    assertThat(other).doesNotExist();
  }

  @Test
  void anAnonymousVolumeBeginsWithTheImagesFiles() {
    var outcome =
        runToEnd(
            "-v",
            "/var/seed",
            "busybox",
            "sh",
            "-c",
            "cat /var/seed/file; grep -c ' /var/seed ' /proc/mounts");
    assertThat(outcome.orThrow().stdout()).isEqualTo("from the image\n1\n");
  }

  @Test
  void anAnonymousVolumeOutlivesRestartsAndGoesWithRmDashV() {
    runInBackground(
        "--name", "data", "-v", "/data", "busybox", "sh", "-c", "echo x >>/data/n; wc -l </data/n");
    cli.run("wait", "data");
    cli.run("start", "-a", "data");
    assertThat(cli.run("logs", "data").stdout()).isEqualTo("1\n2\n");
    var source = Path.of(inspect("data", "{{(index .Mounts 0).Source}}"));
    assertThat(inspect("data", "{{(index .Mounts 0).Type}} {{(index .Mounts 0).Name}}"))
        .matches("volume [0-9a-f]{64}");
    assertThat(source.resolve("n")).exists();
    cli.run("rm", "-v", "data");
    assertThat(source).doesNotExist();
  }

  @Test
  void rmWithoutDashVKeepsTheVolume() {
    runInBackground("--name", "data", "-v", "/data", "busybox", "touch", "/data/kept");
    cli.run("wait", "data");
    var source = Path.of(inspect("data", "{{(index .Mounts 0).Source}}"));
    cli.run("rm", "data");
    assertThat(source.resolve("kept")).exists();
  }

  @Test
  void runDashRmRemovesItsAnonymousVolumes() {
    runInBackground("--rm", "--name", "data", "-v", "/data", "busybox", "sh", "-c", IDLE);
    var source = Path.of(inspect("data", "{{(index .Mounts 0).Source}}"));
    assertThat(source).exists();
    try (var removed = api.connect()) {
      removed.request("POST", "/containers/data/wait?condition=removed", "");
      removed.head();
      cli.run("stop", "data");
      removed.chunk();
    }
    assertThat(source).doesNotExist();
  }

  @Test
  void volumesOfAnotherContainerAreShared() {
    cli.run("create", "--name", "owner", "-v", "/data", "-v", folder + ":/host:ro", "busybox");
    runToEnd("--volumes-from", "owner", "busybox", "touch", "/data/seen").orThrow();
    var outcome =
        runToEnd(
            "--volumes-from",
            "owner:ro",
            "busybox",
            "sh",
            "-c",
            "ls /data; touch /data/y; touch /host/y");
    assertThat(outcome.stdout()).isEqualTo("seen\n");
    assertThat(outcome.stderr()).contains("/data/y: Read-only").contains("/host/y: Read-only");
  }

  @Test
  void whatIsWrittenInOneContainerIsNotSeenInTheNext() {
    runToEnd("busybox", "sh", "-c", "echo x >/new; rm /etc/group").orThrow();
    assertThat(runToEnd("busybox", "sh", "-c", "ls /new /etc/group").stdout())
        .isEqualTo("/etc/group\n");
  }

  @Test
  void diffListsWhatChanged() {
    cli.run(
        "run",
        "--name",
        "changed",
        "busybox",
        "sh",
        "-c",
        "echo x >/new; rm /etc/group; echo y >>/etc/passwd; mkdir /dir");
    assertThat(cli.run("diff", "changed").lines())
        .containsExactlyInAnyOrder("C /etc", "C /etc/passwd", "D /etc/group", "A /new", "A /dir");
  }
}
