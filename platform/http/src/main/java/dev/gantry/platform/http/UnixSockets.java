package dev.gantry.platform.http;

import dev.gantry.platform.errors.FailedPreconditionException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;

/// Socket files. A socket is bound under a temporary name, given its mode and group, and then
/// renamed: nobody can connect before the permissions are right, and a file left behind by a
/// dead process is replaced in the same step.
final class UnixSockets {
  /// `sun_path` of sockaddr_un, less the final zero.
  private static final int MAX_PATH_BYTES = 107;

  private static final int UNIX_MODE_TYPE = 0170000;
  private static final int UNIX_MODE_SOCKET = 0140000;

  private UnixSockets() {}

  /// The name to bind to before [#publish].
  static Path temporaryName(Path path) throws IOException {
    Path temporary = path.resolveSibling("." + path.getFileName() + ".new");
    if (temporary.toString().getBytes(StandardCharsets.UTF_8).length > MAX_PATH_BYTES) {
      throw new FailedPreconditionException("socket path " + path + " is too long for the kernel");
    }
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      requireStale(path);
    }
    Files.createDirectories(path.toAbsolutePath().getParent());
    Files.deleteIfExists(temporary);
    return temporary;
  }

  private static void requireStale(Path path) throws IOException {
    int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    if ((mode & UNIX_MODE_TYPE) != UNIX_MODE_SOCKET) {
      throw new FailedPreconditionException(path + " exists and is not a socket");
    }
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      // Not blocking: a listener whose queue is full would make us wait.
      probe.configureBlocking(false);
      probe.connect(UnixDomainSocketAddress.of(path));
    } catch (ConnectException e) {
      return; // refused: the file remained, its owner did not
    } catch (IOException e) {
      throw new FailedPreconditionException("socket " + path + " cannot be probed: " + e, e);
    }
    throw new FailedPreconditionException("socket " + path + " is in use by another process");
  }

  /// Gives a bound socket its permissions and its name. Returns what [#remove] needs.
  static Object publish(Path temporary, Endpoint.UnixSocket endpoint) throws IOException {
    var attributes = Files.getFileAttributeView(temporary, PosixFileAttributeView.class);
    if (endpoint.group().isPresent()) {
      String group = endpoint.group().get();
      try {
        attributes.setGroup(
            temporary
                .getFileSystem()
                .getUserPrincipalLookupService()
                .lookupPrincipalByGroupName(group));
      } catch (UserPrincipalNotFoundException e) {
        throw new FailedPreconditionException("there is no group " + group, e);
      }
    }
    attributes.setPermissions(PosixFilePermissions.fromString("rw-rw----"));
    Files.move(temporary, endpoint.path(), StandardCopyOption.ATOMIC_MOVE);
    return Files.getAttribute(endpoint.path(), "unix:ino", LinkOption.NOFOLLOW_LINKS);
  }

  /// Removes a socket file unless it is another by now.
  static void remove(Path path, Object inode) throws IOException {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)
        && Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS).equals(inode)) {
      Files.deleteIfExists(path);
    }
  }
}
