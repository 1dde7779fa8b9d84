package dev.gantry.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.platform.errors.GantryException;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.linux.Fd;
import dev.gantry.platform.linux.OpenFlag;
import dev.gantry.platform.testkit.RequiresRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Root filesystems made to break out.
@RequiresRoot
@Timeout(60)
class RootfsGuardTest {
  @RegisterExtension final RuntimeFixture fixture = new RuntimeFixture();

  private Path canary() throws Exception {
    return Files.createDirectories(fixture.path("canary"));
  }

  /// CVE-2026-47766, CVE-2021-30465 and their like.
  @ParameterizedTest
  @ValueSource(strings = {"dev", "proc", "sys", "dev/pts", "dev/shm", "dev/mqueue"})
  void refusesADirectoryOfTheSystemThatIsALink(String name) throws Exception {
    var rootfs = fixture.rootfs();
    var target = canary();
    Files.deleteIfExists(rootfs.resolve(name));
    Files.createDirectories(rootfs.resolve(target.toString().substring(1)));
    for (Path link : List.of(target, Path.of("../../..").resolve(target.toString().substring(1)))) {
      Files.deleteIfExists(rootfs.resolve(name));
      Files.createSymbolicLink(rootfs.resolve(name), link);
      assertThatThrownBy(() -> fixture.run(TaskSpec.of("link", rootfs, ProcessSpec.of("true"))))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining("not a real directory");
    }
    assertThat(target).isEmptyDirectory();
  }

  @Test
  void startsWithoutTheDirectoriesOfTheSystem() throws Exception {
    var rootfs = fixture.rootfs();
    for (String name : List.of("dev", "proc", "sys")) {
      Files.delete(rootfs.resolve(name));
    }
    assertThat(fixture.run(TaskSpec.of("bare", rootfs, ProcessSpec.of("true"))).exit().code())
        .isZero();
  }

  /// CVE-2024-21626: an open directory of the host as the working directory.
  @Test
  void refusesAWorkingDirectoryThatLeadsIntoProc() throws Exception {
    var rootfs = fixture.rootfs();
    Files.createSymbolicLink(rootfs.resolve("wd"), Path.of("/proc/self/fd/7"));
    Files.createSymbolicLink(rootfs.resolve("twice"), Path.of("wd"));
    try (var _ = Fd.open(Path.of("/"), OpenFlag.READ_ONLY)) {
      for (String cwd :
          List.of("/wd", "/twice", "/wd/..", "/proc/1/cwd", "/proc", "/tmp/../proc/x")) {
        var spec = TaskSpec.of("wd", rootfs, ExecTest.in(cwd, "cat", "etc/os-release"));
        if (cwd.equals("/wd/..")) {
          assertThat(fixture.run(spec).stdout()).isEmpty();
        } else {
          assertThatThrownBy(() -> fixture.run(spec))
              .as(cwd)
              .isInstanceOf(InvalidArgumentException.class)
              .hasMessageContaining("working directory");
        }
      }
    }
  }

  /// What the check cannot see, because a volume covers the root filesystem, must do no harm
  /// either: no descriptor of the host reaches the OCI runtime.
  @Test
  void reachesNoHostDirectoryThroughAVolume() throws Exception {
    var volume = canary();
    try (var _ = Fd.open(Path.of("/"), OpenFlag.READ_ONLY);
        var _ = Files.newDirectoryStream(Path.of("/"))) {
      for (int fd = 0; fd < 24; fd++) {
        Files.deleteIfExists(volume.resolve("wd"));
        Files.createSymbolicLink(volume.resolve("wd"), Path.of("/proc/self/fd/" + fd));
        var spec =
            TaskSpec.builder(
                    "volume",
                    fixture.rootfs(),
                    ExecTest.in("/v/wd", "sh", "-c", "cat etc/os-release ../etc/os-release"))
                .mounts(List.of(MountSpec.Bind.readWrite(volume, "/v")))
                .build();
        try {
          assertThat(fixture.run(spec).stdout()).doesNotContain("NAME=");
        } catch (GantryException refused) {
          assertThat(refused).hasMessageContaining("chdir");
        }
      }
    }
  }

  @Test
  void reachesNoHostDirectoryByExec() throws Exception {
    try (var _ = Fd.open(Path.of("/"), OpenFlag.READ_ONLY)) {
      var task = fixture.runtime().create(fixture.shell("execwd", "sleep 1000").build());
      task.start();
      for (int fd = 0; fd < 64; fd++) {
        var process = ExecTest.in("/proc/self/fd/" + fd, "cat", "etc/os-release");
        assertThatThrownBy(() -> task.exec(new ExecSpec(process, false, false)))
            .isInstanceOf(InvalidArgumentException.class);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/proc", "/proc/sys", "/sys", "/dev", "/dev/../proc", "/p", "/p/x", "/q/x"})
  void refusesMountsOnTheSystem(String destination) throws Exception {
    var rootfs = fixture.rootfs();
    Files.createSymbolicLink(rootfs.resolve("p"), Path.of("proc"));
    Files.createSymbolicLink(rootfs.resolve("q"), Path.of("/tmp/r"));
    Files.createSymbolicLink(rootfs.resolve("tmp/r"), Path.of("../proc"));
    for (MountSpec mount :
        List.of(
            MountSpec.Bind.readWrite(canary(), destination),
            new MountSpec.Tmpfs(destination, List.of()))) {
      var spec =
          TaskSpec.builder("mount", rootfs, ProcessSpec.of("true")).mounts(List.of(mount)).build();
      assertThatThrownBy(() -> fixture.run(spec))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining("invalid mount destination: \"" + destination + "\"");
    }
  }

  @Test
  void mountsWhereALinkToNowherePoints() throws Exception {
    var rootfs = fixture.rootfs();
    Files.createSymbolicLink(
        rootfs.resolve("etc/resolv.conf"), Path.of("../run/systemd/resolve/stub-resolv.conf"));
    var source = Files.writeString(fixture.path("resolv.conf"), "nameserver 192.0.2.1\n");
    var spec =
        TaskSpec.builder("resolv", rootfs, ProcessSpec.of("cat", "/etc/resolv.conf"))
            .mounts(
                List.of(
                    new MountSpec.Bind(
                        source, "/etc/resolv.conf", true, true, MountSpec.Propagation.RPRIVATE)))
            .build();
    assertThat(fixture.run(spec).stdout()).isEqualTo("nameserver 192.0.2.1\n");
    assertThat(Path.of("/run/systemd/resolve/stub-resolv.conf")).doesNotExist();
  }

  @Test
  void makesTheWorkingDirectoryInsideTheRoot() throws Exception {
    var rootfs = fixture.rootfs();
    Files.createSymbolicLink(rootfs.resolve("out"), canary());
    var spec = TaskSpec.of("mkdir", rootfs, ExecTest.in("/out/a/b", "pwd"));
    assertThat(fixture.run(spec).stdout()).endsWith("/a/b\n");
    assertThat(canary()).isEmptyDirectory();
    Files.writeString(rootfs.resolve("file"), "");
    assertThatThrownBy(() -> fixture.run(TaskSpec.of("mkdir", rootfs, ExecTest.in("/file", "pwd"))))
        .isInstanceOf(InvalidArgumentException.class);
  }

  @Test
  void bindsFilesAndDirectoriesReadOnlyWhenAsked() throws Exception {
    var source = canary();
    Files.writeString(source.resolve("f"), "data");
    var readOnly = new MountSpec.Bind(source, "/ro", true, true, MountSpec.Propagation.RPRIVATE);
    var spec =
        fixture
            .shell(
                "binds",
                "cat /ro/f; touch /ro/g 2>/dev/null || echo denied; touch /rw/h; touch /t/x && echo tmp")
            .mounts(
                List.of(
                    readOnly,
                    MountSpec.Bind.readWrite(source, "/rw"),
                    new MountSpec.Tmpfs("/t", List.of("size=1m", "mode=700"))))
            .readonlyRootfs(false)
            .build();
    assertThat(fixture.run(spec).stdout()).isEqualTo("datadenied\ntmp\n");
    assertThat(source.resolve("h")).exists();
  }

  @Test
  void numbersOfUsersAreInRange() {
    assertThatThrownBy(() -> new UserSpec(-1, 0, List.of()))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> new UserSpec(0, 0, List.of(5, Integer.MIN_VALUE)))
        .isInstanceOf(InvalidArgumentException.class);
  }
}
