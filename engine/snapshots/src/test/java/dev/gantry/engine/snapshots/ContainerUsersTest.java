package dev.gantry.engine.snapshots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.testkit.TemporaryRoot;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerUsersTest {
  @RegisterExtension final TemporaryRoot root = new TemporaryRoot();

  @BeforeEach
  void writeFiles() throws IOException {
    Path etc = root.directory("etc");
    Files.writeString(
        etc.resolve("passwd"),
        """
        # a comment

        root:x:0:0:root:/root:/bin/sh
          web:x:33:34:web:/var/www:/usr/sbin/nologin
        web:x:99:99:a second one:/nowhere:/bin/sh
        1337:x:7:7::/leet:/bin/sh
        big:x:4294967296:0::/big:/bin/sh
        short:x:50
        """);
    Files.writeString(
        etc.resolve("group"),
        """
        root:x:0:
        web:x:34:
        adm:x:4:root,web
        ssl:x:105:web
        gone:x:106:webmaster
        """);
  }

  private ContainerUser resolve(String spec) {
    return ContainerUsers.read(root.path()).resolve(spec);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          '',        0,     0,     4,     /root
          root,      0,     0,     4,     /root
          0,         0,     0,     4,     /root
          web,       33,    34,    4 105, /var/www
          33,        33,    34,    4 105, /var/www
          +33,       33,    34,    4 105, /var/www
          web:adm,   33,    4,     '',    /var/www
          web:4,     33,    4,     '',    /var/www
          web:700,   33,    700,   '',    /var/www
          500,       500,   0,     '',    ''
          500:600,   500,   600,   '',    ''
          500:adm,   500,   4,     '',    ''
          :adm,      0,     4,     '',    /root
          web:,      33,    34,    4 105, /var/www
          1337,      1337,  0,     '',    ''
          short,     50,    0,     '',    ''
          2147483647:2147483647, 2147483647, 2147483647, '', ''
          """)
  void usersAreResolvedAsDockerDoes(String spec, int uid, int gid, String groups, String home) {
    List<Integer> supplementary =
        groups.isEmpty()
            ? List.of()
            : List.of(groups.split(" ")).stream().map(Integer::valueOf).toList();

    assertThat(resolve(spec)).isEqualTo(new ContainerUser(uid, gid, supplementary, home));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nobody               | unable to find user nobody: no matching entries in passwd file
          0x0                  | unable to find user 0x0: no matching entries in passwd file
          99999999999999999999 | unable to find user 99999999999999999999: no matching entries in passwd file
          web:nobody           | unable to find group nobody: no matching entries in group file
          -1                   | uids and gids must be in range 0-2147483647
          2147483648           | uids and gids must be in range 0-2147483647
          4294967296           | uids and gids must be in range 0-2147483647
          0:-1                 | uids and gids must be in range 0-2147483647
          0:4294967296         | uids and gids must be in range 0-2147483647
          big                  | uids and gids must be in range 0-2147483647
          """)
  void whatCannotBeIsRefusedInDockersWords(String spec, String message) {
    assertThatThrownBy(() -> resolve(spec))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void aNameWithANewlineIsNoName() {
    assertThatThrownBy(() -> resolve("web\nroot")).isInstanceOf(InvalidArgumentException.class);
  }

  @Test
  void groupsToAddAreNamesOrNumbers() {
    var users = ContainerUsers.read(root.path());

    assertThat(users.resolveGroups(List.of("adm", "4", "105", "999"))).containsExactly(4, 105, 999);
    assertThatThrownBy(() -> users.resolveGroups(List.of("none")))
        .hasMessage("Unable to find group none");
    assertThatThrownBy(() -> users.resolveGroups(List.of("2147483648")))
        .hasMessage("uids and gids must be in range 0-2147483647");
  }

  @Test
  void withoutFilesOnlyNumbersAreKnown() throws IOException {
    Files.delete(root.resolve("etc/passwd"));
    Files.delete(root.resolve("etc/group"));

    assertThat(resolve("5:6")).isEqualTo(new ContainerUser(5, 6, List.of(), ""));
    assertThat(resolve("").uid()).isZero();
    assertThatThrownBy(() -> resolve("root")).hasMessageContaining("unable to find user root");
  }

  @Test
  void linksAreFollowedInsideTheRootOnly() throws IOException {
    Files.move(root.resolve("etc/passwd"), root.resolve("elsewhere"));
    Files.createSymbolicLink(root.resolve("etc/passwd"), Path.of("/elsewhere"));
    assertThat(resolve("web").uid()).isEqualTo(33);

    Files.delete(root.resolve("etc/passwd"));
    Files.createSymbolicLink(root.resolve("etc/passwd"), Path.of("../../../../../etc/passwd"));
    assertThatThrownBy(() -> resolve("root")).hasMessageContaining("unable to find user root");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fifo", "directory", "huge", "zero"})
  void filesThatAreNoneAreRefusedAtOnce(String kind) throws Exception {
    Path passwd = root.resolve("etc/passwd");
    Files.delete(passwd);
    switch (kind) {
      case "fifo" ->
          assertThat(new ProcessBuilder("mkfifo", passwd.toString()).start().waitFor()).isZero();
      case "directory" -> Files.createDirectory(passwd);
      case "huge" -> {
        try (var file = new RandomAccessFile(passwd.toFile(), "rw")) {
          file.setLength(5L << 30);
        }
      }
      default -> {
        root.directory("dev");
        var mknod = new ProcessBuilder("mknod", root.resolve("dev/zero").toString(), "c", "1", "5");
        org.junit.jupiter.api.Assumptions.assumeTrue(mknod.start().waitFor() == 0);
        Files.createSymbolicLink(passwd, Path.of("/dev/zero"));
      }
    }

    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () ->
            assertThatThrownBy(() -> resolve("root"))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("/etc/passwd of the container"));
  }
}
