package dev.gantry.tests.dockercli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The flags of `run` that decide what a process finds around it.
class RunSettingsTest extends CliTest {
  private String sh(String script, String... flags) {
    var outcome = runToEnd(Arguments.append(flags, "busybox", "sh", "-c", script));
    return outcome.orThrow().stdout().stripTrailing();
  }

  @Test
  void theEnvironmentHasAPathAHomeAndAHostName() {
    assertThat(sh("echo $PATH; echo $HOME; test $HOSTNAME = $(hostname) && echo same").lines())
        .containsExactly(
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "/root", "same");
  }

  @Test
  void variablesComeFromFlagsFilesAndTheClient(@TempDir Path folder) throws IOException {
    var file = folder.resolve("env");
    Files.writeString(file, "# a comment\nB=from file\n\nDOCKER_CLI_HINTS\n");
    assertThat(sh("echo $A-$B-$DOCKER_CLI_HINTS-$C", "-e", "A=1", "--env-file", file.toString()))
        .isEqualTo("1-from file-false-");
    assertThat(sh("echo $A", "-e", "A=1", "-e", "A=2")).isEqualTo("2");
    assertThat(sh("echo $DOCKER_CLI_HINTS", "-e", "DOCKER_CLI_HINTS")).isEqualTo("false");
  }

  @Test
  void theHostNameIsTheShortIdUnlessNamed() {
    var id = runInBackground("--name", "host", "busybox", "hostname");
    cli.run("wait", "host");
    assertThat(cli.run("logs", "host").text()).isEqualTo(id.substring(0, 12));
    assertThat(sh("hostname; cat /etc/hostname", "--hostname", "box")).isEqualTo("box\nbox");
    assertThat(sh("cat /proc/sys/kernel/domainname", "--domainname", "example.org"))
        .isEqualTo("example.org");
  }

  @Test
  void addHostAddsALineToEtcHosts() {
    assertThat(sh("cat /etc/hosts", "--add-host", "db:10.1.2.3", "--hostname", "box"))
        .contains("127.0.0.1\tlocalhost")
        .contains("10.1.2.3\tdb")
        .containsPattern("172\\.30\\.0\\.\\d+\tbox");
  }

  @Test
  void nameServersCanBeNamed() {
    var conf = sh("cat /etc/resolv.conf", "--dns", "10.9.9.9", "--dns-search", "lan.example");
    assertThat(conf).contains("nameserver 10.9.9.9").contains("search lan.example");
  }

  @Test
  void theWorkingFolderIsMadeWhenMissing() {
    assertThat(sh("pwd", "-w", "/new/folder")).isEqualTo("/new/folder");
    assertThat(sh("pwd")).isEqualTo("/");
  }

  @Test
  void theEntrypointCanBeReplacedAndEmptied() {
    var replaced = runToEnd("--entrypoint", "echo", "busybox", "a", "b");
    assertThat(replaced.stdout()).isEqualTo("a b\n");
    var emptied = runToEnd("--entrypoint", "", "busybox", "echo", "c");
    assertThat(emptied.stdout()).isEqualTo("c\n");
    var nothing = runToEnd("--entrypoint", "", "busybox");
    assertThat(nothing.exitCode()).isEqualTo(125);
    assertThat(nothing.stderr()).containsIgnoringCase("no command specified");
  }

  @Test
  void labelsAreKept(@TempDir Path folder) throws IOException {
    var file = folder.resolve("labels");
    Files.writeString(file, "from=file\n");
    runInBackground(
        "--name", "labelled", "-l", "a=1", "-l", "b", "--label-file", file + "", "busybox");
    assertThat(inspect("labelled", "{{json .Config.Labels}}"))
        .isEqualTo("{\"a\":\"1\",\"b\":\"\",\"from\":\"file\"}");
  }

  @Test
  void onlyWhatIsMountedCanBeWrittenUnderReadOnly() {
    assertThat(sh("touch /x 2>&1; touch /run/y && echo ok", "--read-only", "--tmpfs", "/run"))
        .isEqualTo("touch: /x: Read-only file system\nok");
  }

  @Test
  void aTmpfsHasItsOptions() {
    assertThat(sh("grep ' /scratch ' /proc/mounts", "--tmpfs", "/scratch:size=1m,mode=700"))
        .contains("tmpfs")
        .contains("size=1024k")
        .contains("mode=700")
        .contains("nosuid,nodev,noexec");
    var mount = "type=tmpfs,destination=/scratch,tmpfs-size=2m";
    assertThat(sh("grep ' /scratch ' /proc/mounts", "--mount", mount)).contains("size=2048k");
  }

  @Test
  void sharedMemoryHasItsSize() {
    assertThat(sh("df -k /dev/shm | tail -1 | tr -s ' ' | cut -d' ' -f2")).isEqualTo("65536");
    assertThat(sh("df -k /dev/shm | tail -1 | tr -s ' ' | cut -d' ' -f2", "--shm-size", "1m"))
        .isEqualTo("1024");
  }

  @Test
  void kernelSettingsOfTheOwnNamespacesCanBeChanged() {
    assertThat(
            sh("cat /proc/sys/net/ipv4/ip_default_ttl", "--sysctl", "net.ipv4.ip_default_ttl=77"))
        .isEqualTo("77");
  }

  @Test
  void resourceLimitsOfTheProcessAreSet() {
    assertThat(sh("ulimit -n; ulimit -Hn", "--ulimit", "nofile=100:200")).isEqualTo("100\n200");
  }

  @Test
  void initIsProcessOneAndReapsOrphans() {
    var script = "(sleep 0.1 &); sleep 0.3; ps -o stat,comm | grep -c '^Z'; cat /proc/1/comm";
    var outcome = runToEnd("--init", "busybox", "sh", "-c", script);
    assertThat(outcome.stdout()).startsWith("0\n").doesNotContain("sh\n");
  }

  @Test
  void aDeviceOfTheHostAppearsUnderItsNewName() {
    assertThat(sh("head -c 3 /dev/nothing | wc -c", "--device", "/dev/zero:/dev/nothing:r"))
        .isEqualTo("3");
  }

  @Nested
  class Users {
    @Test
    void comeAsNumbersNamesAndGroups() {
      assertThat(sh("id", "-u", "1234:5678")).isEqualTo("uid=1234 gid=5678 groups=5678");
      assertThat(sh("id -u; id -g; echo $HOME", "-u", "nobody")).isEqualTo("65534\n65534\n/home");
      assertThat(sh("id -G", "-u", "daemon")).isEqualTo("1 50");
      assertThat(sh("id -u; id -g", "-u", "daemon:staff")).isEqualTo("1\n50");
      assertThat(sh("id -u; id -g", "-u", "77")).isEqualTo("77\n0");
      assertThat(sh("id -G", "-u", "77", "--group-add", "staff", "--group-add", "99"))
          .isEqualTo("0 50 99");
    }

    @Test
    void canBeForbiddenNewPrivileges() {
      assertThat(
              sh("grep NoNewPrivs /proc/self/status", "--security-opt", "no-new-privileges=true"))
          .isEqualTo("NoNewPrivs:\t1");
      assertThat(sh("grep NoNewPrivs /proc/self/status")).isEqualTo("NoNewPrivs:\t0");
    }
  }

  @Nested
  class Capabilities {
    private String effective(String... flags) {
      return sh("grep CapEff /proc/self/status | cut -f2", flags);
    }

    @Test
    void areDockersFourteen() {
      assertThat(effective()).isEqualTo("00000000a80425fb");
      assertThat(sh("grep -E 'CapInh|CapAmb' /proc/self/status | cut -f2"))
          .isEqualTo("0000000000000000\n0000000000000000");
    }

    @Test
    void canBeDroppedAndAdded() {
      assertThat(effective("--cap-drop", "ALL")).isEqualTo("0000000000000000");
      assertThat(effective("--cap-drop", "ALL", "--cap-add", "CHOWN"))
          .isEqualTo("0000000000000001");
      assertThat(effective("--cap-drop", "CAP_CHOWN")).isEqualTo("00000000a80425fa");
      assertThat(effective("--cap-add", "net_admin")).isEqualTo("00000000a80435fb");
    }

    @Test
    void areAllTheDaemonsWhenPrivileged() throws IOException {
      // runc insists on capabilities that the machine may have taken away; Gantry does without.
      assumeThat(engine.isModern()).isTrue();
      var own =
          Files.readAllLines(Path.of("/proc/self/status")).stream()
              .filter(line -> line.startsWith("CapEff"))
              .findFirst()
              .orElseThrow();
      assertThat("CapEff:\t" + effective("--privileged")).isEqualTo(own);
      assertThat(sh("test -b /dev/vda -o -b /dev/sda -o -c /dev/kmsg && echo seen", "--privileged"))
          .isEqualTo("seen");
    }
  }

  @Nested
  class Namespaces {
    @Test
    void processesOfTheHostAreInvisible() {
      assertThat(sh("echo $$")).isEqualTo("1");
      assertThat(sh("ls /proc | grep -c '^[0-9]'", "--pid", "host")).isNotEqualTo("1");
    }

    @Test
    void anotherContainersProcessesCanBeShared() {
      runInBackground("--name", "first", "busybox", "sleep", "1234");
      assertThat(sh("ps", "--pid", "container:first")).contains("sleep 1234");
    }

    @Test
    void theHostsNameCanBeShared() throws IOException {
      assertThat(sh("hostname", "--uts", "host"))
          .isEqualTo(Files.readString(Path.of("/proc/sys/kernel/hostname")).strip());
    }

    @Test
    void sharedMemoryCanBeShared() {
      runInBackground(
          "--name",
          "first",
          "--ipc",
          "shareable",
          "busybox",
          "sh",
          "-c",
          "touch /dev/shm/x; " + IDLE);
      cli.run("exec", "first", "sh", "-c", "until test -e /dev/shm/x; do sleep 0.05; done");
      assertThat(sh("ls /dev/shm", "--ipc", "container:first")).isEqualTo("x");
    }
  }
}
