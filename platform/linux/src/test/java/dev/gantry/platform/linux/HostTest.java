package dev.gantry.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the kernel says of the host, compared with what it says elsewhere.
class HostTest {
  @Test
  void systemInfoAgreesWithProc() throws Exception {
    var info = SystemInfo.read();

    assertThat(info.hostName()).isEqualTo(line("/proc/sys/kernel/hostname"));
    assertThat(info.kernelRelease()).isEqualTo(line("/proc/sys/kernel/osrelease"));
    assertThat(info.kernelVersion()).isEqualTo(line("/proc/sys/kernel/version"));
    assertThat(info.bootId()).isEqualTo(line("/proc/sys/kernel/random/boot_id"));
    assertThat(info.machine()).isEqualTo(Machine.IS_X86 ? "x86_64" : "aarch64");
    assertThat(info.processors()).isPositive();
    assertThat(Files.readAllLines(Path.of("/proc/meminfo")))
        .anySatisfy(line -> assertThat(line).matches("MemTotal: +" + info.memory() / 1024 + " kB"))
        .anySatisfy(line -> assertThat(line).matches("SwapTotal: +" + info.swap() / 1024 + " kB"));
  }

  @Test
  void fileSystemsAreToldApart(@TempDir Path directory) throws Exception {
    assertThat(FileSystemStat.of(Path.of("/proc")).type()).isEqualTo(FileSystemStat.PROC);
    assertThat(FileSystemStat.of(Path.of("/proc/self/ns/net")).type())
        .isEqualTo(FileSystemStat.NSFS);

    var store = Files.getFileStore(directory);
    var stat = FileSystemStat.of(directory);
    assertThat(stat.size()).isEqualTo(store.getTotalSpace());
    assertThat(stat.free()).isGreaterThanOrEqualTo(stat.available());
  }

  @Test
  void limitsAreReadAndSet() throws Exception {
    var before = Rlimit.ofThisProcess(Rlimit.Resource.CORE);
    try {
      Rlimit.setForThisProcess(Rlimit.Resource.CORE, new Rlimit(0, before.hard()));

      assertThat(Rlimit.ofThisProcess(Rlimit.Resource.CORE))
          .isEqualTo(new Rlimit(0, before.hard()));
    } finally {
      Rlimit.setForThisProcess(Rlimit.Resource.CORE, before);
    }
    assertThat(Rlimit.ofThisProcess(Rlimit.Resource.NOFILE).soft()).isPositive();
  }

  @Test
  void theUmaskIsReturnedWhenSet() throws Exception {
    int before = Credentials.setUmask(027);
    try {
      assertThat(Credentials.setUmask(027)).isEqualTo(027);
    } finally {
      Credentials.setUmask(before);
    }
  }

  @Test
  void idsAreThoseOfThisProcess() throws Exception {
    var status = Files.readString(Path.of("/proc/self/status"));

    assertThat(status)
        .contains("Uid:\t" + Credentials.realUid() + "\t" + Credentials.effectiveUid())
        .containsPattern("Gid:\t\\d+\t" + Credentials.effectiveGid());
  }

  @Test
  void groupsAreFoundByName() throws Exception {
    assertThat(Credentials.findGroup("root")).contains(0L);
    assertThat(Credentials.findGroup("no such group")).isEmpty();
    assertThat(
            Credentials.findGroup(
                "docker", List.of("# docker:x:1", "docker", "docker:x:bad:", "docker:x:998:a,b")))
        .contains(998L);
  }

  @Test
  void filesAreCopiedInTheKernel(@TempDir Path directory) throws Exception {
    Path source = Files.writeString(directory.resolve("source"), "content");
    Path target = directory.resolve("target");
    try (var from = Fd.open(source);
        var to = Fd.open(target, 0600, OpenFlag.CREATE, OpenFlag.WRITE_ONLY)) {
      if (!FileCopy.tryClone(from, to)) {
        assertThat(FileCopy.range(from, to, 100)).isEqualTo(7);
        assertThat(FileCopy.range(from, to, 100)).isZero();
      }
    }
    assertThat(target).hasContent("content");
  }

  private static String line(String path) throws Exception {
    return Files.readString(Path.of(path)).strip();
  }
}
