package dev.gantry.tests.dockercli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.gantry.tests.harness.BusyboxImage;
import dev.gantry.tests.harness.Images;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A28 and A30: images and archives made to reach the host. A canary outside every container must
/// never change, and the engine must stay well.
@Tag("fault")
class HostileImageTest extends EngineTest {
  @TempDir Path folder;
  private Path canary = Path.of("");

  @BeforeEach
  void placeTheCanary() throws IOException {
    canary = Files.createDirectory(folder.resolve("canary"));
    Files.writeString(canary.resolve("secret"), "of the host\n");
  }

  @AfterEach
  void theCanaryLives() throws IOException {
    assertThat(canary.resolve("secret")).hasContent("of the host");
    try (var files = Files.list(canary)) {
      assertThat(files.map(f -> f.getFileName().toString())).containsExactly("secret");
    }
    engine.removeContainers();
    Images.removeAllBut("busybox:latest", api);
    assertThat(api.get("/_ping").status()).isEqualTo(200);
  }

  /// Imports busybox with more entries behind it.
  private void image(String name, List<Images.Entry> more, String... changes) throws IOException {
    var entries = new ArrayList<>(BusyboxImage.entries());
    entries.addAll(more);
    var tar = folder.resolve("image.tar");
    Images.writeTar(tar, entries);
    var flags = new ArrayList<String>(List.of("import"));
    for (var change : changes) {
      flags.addAll(List.of("-c", change));
    }
    flags.addAll(List.of(tar.toString(), name));
    cli.run(flags.toArray(String[]::new));
  }

  @Test
  void aLinkInPlaceOfDevDoesNotReachTheHost() throws IOException {
    // crun 1.8.1 follows it; runc does not (CVE-2026-47766).
    for (var target : List.of(canary.toString(), "../../../../../" + canary, "/../" + canary)) {
      var parents = new ArrayList<Images.Entry>();
      parents.add(Images.folder(canary.toString().substring(1)));
      parents.add(Images.symlink("dev", target));
      image("evil-dev", parents);
      var outcome = runToEnd("evil-dev", "true");
      assertThat(outcome.exitCode()).isIn(0, 125, 126, 127);
      try (var files = Files.list(canary)) {
        assertThat(files).hasSize(1);
      }
    }
  }

  @Test
  void linksInPlaceOfMountPointsStayInside() throws IOException {
    for (var name :
        List.of(
            "proc",
            "sys",
            "etc/hosts",
            "etc/resolv.conf",
            "etc/hostname",
            "dev/pts",
            "dev/shm",
            "dev/mqueue")) {
      var entries = new ArrayList<>(BusyboxImage.entries());
      entries.removeIf(entry -> entry.header().getName().equals(name + "/"));
      entries.add(Images.symlink(name, canary + "/secret"));
      var tar = folder.resolve("image.tar");
      Images.writeTar(tar, entries);
      cli.run("import", tar.toString(), "evil");
      assertThat(runToEnd("evil", "sh", "-c", "echo overwritten >/" + name).exitCode())
          .as(name)
          .isIn(0, 1, 125, 126, 127);
      assertThat(canary.resolve("secret")).as(name).hasContent("of the host");
    }
  }

  @Test
  void aWorkingFolderBehindProcIsRefused() throws IOException {
    // CVE-2024-21626: a descriptor leaked by the daemon as the way out.
    image(
        "evil-cwd",
        List.of(Images.symlink("wd", "/proc/self/fd/7"), Images.symlink("p", "/proc/1")));
    for (var path :
        List.of(
            "/proc/self/fd/3",
            "/proc/self/fd/7",
            "/proc/self/fd/10",
            "/proc/1/cwd",
            "/wd",
            "/p/root")) {
      var outcome =
          runToEnd("-w", path, "evil-cwd", "sh", "-c", "ls " + canary + " ../../../.." + canary);
      assertThat(outcome.stdout()).as(path).doesNotContain("secret");
    }
    runInBackground("--name", "idle", "evil-cwd", "sh", "-c", IDLE);
    for (var path : List.of("/proc/self/fd/7", "/wd", "/proc/1/cwd")) {
      var outcome = cli.attempt("exec", "-w", path, "idle", "sh", "-c", "ls ../../../.." + canary);
      assertThat(outcome.stdout()).as(path).doesNotContain("secret");
    }
  }

  @Test
  void oddUserFilesAreRefusedQuickly() throws IOException {
    for (var evil :
        List.of(
            Images.symlink("etc/passwd", "/dev/zero"),
            Images.symlink("etc/passwd", canary + "/secret"),
            Images.device("etc/passwd", 1, 5))) {
      var entries = new ArrayList<>(BusyboxImage.entries());
      entries.removeIf(entry -> entry.header().getName().equals("etc/passwd"));
      entries.add(evil);
      var tar = folder.resolve("image.tar");
      Images.writeTar(tar, entries);
      cli.run("import", tar.toString(), "evil-passwd");
      assumeThat(engine.isModern()).isTrue();
      var outcome = runToEnd("-u", "somebody", "evil-passwd", "true");
      assertThat(outcome.exitCode()).isEqualTo(125);
      assertThat(outcome.stderr()).doesNotContain("of the host");
    }
  }

  @Test
  void oddUserNumbersAreRefused() {
    for (var user : List.of("-1", "4294967296", "99999999999999999999", "0x0", "1:-1", "a\nb")) {
      var outcome = runToEnd("-u", user, "busybox", "id");
      assertThat(outcome.exitCode()).as(user).isEqualTo(125);
    }
    assertThat(runToEnd("-u", "2147483647:0", "busybox", "id", "-u").text())
        .isEqualTo("2147483647");
  }

  @Test
  void mountsOverTheKernelsFoldersAreRefused() throws IOException {
    for (var destination : List.of("/proc", "/proc/self", "/")) {
      var outcome = runToEnd("-v", canary + ":" + destination, "busybox", "true");
      assertThat(outcome.exitCode()).as(destination).isIn(125, 126, 127);
    }
    image("evil-volume", List.of(Images.symlink("link", "/proc")), "VOLUME /proc");
    assertThat(runToEnd("evil-volume", "true").exitCode()).isIn(125, 126, 127);
  }

  @Test
  void archivesThatClimbOutAreRefusedOrStayInside() throws IOException {
    var up = "../../../../../../../../../../..";
    var corpus =
        List.of(
            List.of(Images.file(up + canary + "/new", "x")),
            List.of(Images.file(canary + "/new", "x")),
            List.of(Images.symlink("out", canary.toString()), Images.file("out/new", "x")),
            List.of(Images.symlink("out", up + canary), Images.file("out/secret", "x")),
            List.of(Images.hardlink("hard", canary + "/secret")),
            List.of(Images.hardlink("hard", up + canary + "/secret"), Images.file("hard", "x")),
            List.of(Images.symlink("a", "b"), Images.symlink("b", "a"), Images.file("a/x", "x")),
            List.of(
                Images.file(".wh..wh..opq", ""),
                Images.file(".wh.", ""),
                Images.file(".wh...", "")),
            List.of(Images.symlink("out", canary.toString()), Images.file("out/.wh.secret", "")),
            List.of(Images.file("bin", "a file first"), Images.file("bin/x", "below a file")),
            List.of(Images.file("a".repeat(300), "long"), Images.file("ok", "ok")),
            List.of(Images.file("", "nameless")),
            List.of(Images.symlink("empty", "")));
    for (var entries : corpus) {
      var tar = folder.resolve("hostile.tar");
      Images.writeTar(tar, entries);
      var outcome = cli.attempt("import", tar.toString(), "hostile:1");
      if (outcome.succeeded()) {
        cli.run("create", "--name", "looks", "hostile:1", "x");
        cli.run("rm", "looks");
        cli.run("rmi", "hostile:1");
      }
      assertThat(canary.resolve("secret")).hasContent("of the host");
      assertThat(canary.resolve("new")).doesNotExist();
    }
  }

  @Test
  void loadRefusesArchivesThatLie() throws IOException {
    var digest = "0".repeat(64);
    var manifests =
        List.of(
            "[{\"Config\":\"../../../.."
                + canary
                + "/secret\",\"RepoTags\":[\"x:1\"],\"Layers\":[]}]",
            "[{\"Config\":\""
                + digest
                + ".json\",\"RepoTags\":[\"x:1\"],\"Layers\":[\"../secret\"]}]",
            "[{\"Config\":\"missing.json\",\"RepoTags\":[\"x:1\"],\"Layers\":[\"missing\"]}]",
            "[{\"Config\":\"config.json\",\"RepoTags\":[\"BAD NAME\"],\"Layers\":[]}]",
            "[{}]",
            "{",
            "[".repeat(10_000));
    for (var manifest : manifests) {
      var tar = folder.resolve("lie.tar");
      Images.writeTar(
          tar,
          Images.file("manifest.json", manifest),
          Images.file("config.json", "{}"),
          Images.symlink(digest + ".json", canary + "/secret"));
      assertThat(cli.attempt("load", "-i", tar.toString()).exitCode())
          .as(manifest.substring(0, 1))
          .isEqualTo(1);
    }
    assertThat(cli.run("images", "-q").lines()).hasSize(1);
  }

  @Test
  void bombsAreDefusedQuickly() throws IOException {
    assumeThat(engine.isModern()).isTrue();
    var bomb = folder.resolve("bomb.tar.gz");
    try (var out = new GZIPOutputStream(Files.newOutputStream(bomb), 1 << 16)) {
      out.write(Images.header("zeros", 64L << 30));
      var zeros = new byte[1 << 20];
      for (int i = 0; i < 256; i++) {
        out.write(zeros);
      }
    }
    assertThat(cli.attempt("import", bomb.toString(), "bomb:1").exitCode()).isEqualTo(1);
    assertThat(cli.run("images", "-q").lines()).hasSize(1);
  }

  @Test
  void binaryAttributesSurviveAnImport() throws IOException {
    // security.capability of a file that may bind low ports: cap_net_bind_service+ep.
    byte[] capability = {1, 0, 0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    var tar = folder.resolve("attributes.tar");
    Images.writeWithAttribute(tar, "program", "security.capability", capability);
    cli.run("import", tar.toString(), "attributes:1");
    cli.run("create", "--name", "holder", "attributes:1", "x");
    var again = folder.resolve("again.tar");
    cli.runWithFiles(Path.of("/dev/null"), again, "export", "holder");
    var bytes = new String(Files.readAllBytes(again), StandardCharsets.ISO_8859_1);
    assertThat(bytes)
        .contains(
            "SCHILY.xattr.security.capability="
                + new String(capability, StandardCharsets.ISO_8859_1));
  }
}
