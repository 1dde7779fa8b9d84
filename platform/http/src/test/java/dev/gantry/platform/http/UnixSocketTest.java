package dev.gantry.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.platform.errors.FailedPreconditionException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class UnixSocketTest {
  @TempDir Path directory;

  private Path path() {
    return directory.resolve("test.sock");
  }

  private TestServer open() {
    return TestServer.unix(directory, (_, _) -> {});
  }

  @Test
  void ownerAndGroupMayConnect() throws Exception {
    try (var _ = open()) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
          .isEqualTo("rw-rw----");
    }
  }

  @Test
  void theGroupCanBeChosen() throws Exception {
    Path path = directory.resolve("group.sock");
    String own = Files.readAttributes(directory, PosixFileAttributes.class).group().getName();
    try (var server = HttpServer.open(TestServer.CONFIG)) {
      var endpoint = new Endpoint.UnixSocket(path, Optional.of(own));
      server.listen(endpoint, (_, _) -> {}, (_, _, _) -> {});
      assertThat(Files.readAttributes(path, PosixFileAttributes.class).group().getName())
          .isEqualTo(own);
      var unknown = new Endpoint.UnixSocket(path.resolveSibling("x"), Optional.of("no-such-group"));
      assertThatThrownBy(() -> server.listen(unknown, (_, _) -> {}, (_, _, _) -> {}))
          .isInstanceOf(FailedPreconditionException.class)
          .hasMessageContaining("no-such-group");
      assertThat(directory).isDirectoryNotContaining("glob:**x*");
    }
  }

  @Test
  void theFileOfADeadProcessIsReplaced() throws Exception {
    try (var dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(path()));
    }
    assertThat(path()).exists();
    try (var server = open();
        var client = server.connect()) {
      assertThat(client.request("GET", "/").readAnswer().status()).isEqualTo(200);
    }
  }

  @Test
  void aSocketInUseIsNotTaken() throws Exception {
    try (var server = open()) {
      assertThatThrownBy(this::open)
          .isInstanceOf(FailedPreconditionException.class)
          .hasMessageContaining("in use");
      try (var client = server.connect()) {
        assertThat(client.request("GET", "/").readAnswer().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void aFileThatIsNoSocketIsNotTouched() throws Exception {
    Files.writeString(path(), "precious");
    assertThatThrownBy(this::open)
        .isInstanceOf(FailedPreconditionException.class)
        .hasMessageContaining("not a socket");
    assertThat(path()).hasContent("precious");
  }

  @Test
  void theFileIsRemovedAtTheEndUnlessItIsAnothersByThen() throws Exception {
    open().close();
    assertThat(path()).doesNotExist();

    try (var _ = open()) {
      Files.delete(path());
      Files.writeString(path(), "another's");
    }
    assertThat(path()).hasContent("another's");
  }

  @Test
  void pathsTheKernelCannotTakeAreRefused() {
    Path deep = directory.resolve("x".repeat(100));
    assertThatThrownBy(() -> TestServer.unix(deep, (_, _) -> {}))
        .isInstanceOf(FailedPreconditionException.class)
        .hasMessageContaining("too long");
  }
}
