package dev.gantry.platform.linux;

import static dev.gantry.platform.linux.DirectoryTest.assertThatErrno;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.platform.linux.UnixSocket.Direction;
import dev.gantry.platform.linux.UnixSocket.Kind;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UnixSocketTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource
  void clientAndServerTalkAndKnowEachOther(Kind kind) throws Exception {
    Path path = directory.resolve("socket");
    try (var listener = UnixSocket.listen(kind, path, 0600, 5);
        var client = UnixSocket.connect(kind, path);
        var server = listener.accept()) {
      client.send(bytes("question"));
      assertThat(receive(server)).isEqualTo("question");
      server.send(bytes("answer"));
      assertThat(receive(client)).isEqualTo("answer");

      assertThat(server.peer())
          .isEqualTo(
              new PeerCredentials(
                  Math.toIntExact(ProcessHandle.current().pid()),
                  Credentials.effectiveUid(),
                  Credentials.effectiveGid()));
    }
  }

  @Test
  void recordsKeepTheirBoundaries() throws Exception {
    try (var pair = Ends.of(Kind.SEQUENCED_PACKET)) {
      pair.left().send(bytes("one"));
      pair.left().send(bytes("two"));

      assertThat(receive(pair.right())).isEqualTo("one");
      assertThat(receive(pair.right())).isEqualTo("two");
    }
  }

  @Test
  void aRecordThatDoesNotFitIsAnErrorAndNotCutShort() throws Exception {
    try (var pair = Ends.of(Kind.SEQUENCED_PACKET)) {
      pair.left().send(bytes("too long"));

      assertThatErrno(Errno.EMSGSIZE, () -> pair.right().receive(ByteBuffer.allocate(7)));
    }
  }

  @Test
  void descriptorsArePassed() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "content");
    var fds = new ArrayList<Fd>();
    try (var pair = Ends.of(Kind.SEQUENCED_PACKET);
        var first = Fd.open(file);
        var second = Fd.open(directory, OpenFlag.DIRECTORY)) {
      pair.left().send(bytes("two files"), List.of(first, second));
      var target = ByteBuffer.allocate(100);

      assertThat(pair.right().receive(target, fds, 2)).isEqualTo(9);

      assertThat(fds).hasSize(2);
      assertThat(fds.get(0).number()).isNotEqualTo(first.number());
      assertThat(fds.get(0).readFully()).asString(UTF_8).isEqualTo("content");
      assertThat(fds.get(1).stat().isSameFile(second.stat())).isTrue();
      assertThat(Files.readString(Path.of("/proc/self/fdinfo", "" + fds.get(0).number())))
          .containsPattern("flags:\\s+0?2\\d{6}\n");
    } finally {
      fds.forEach(Fd::close);
    }
  }

  @Test
  void descriptorsNobodyExpectedAreNotLeaked() throws Exception {
    try (var pair = Ends.of(Kind.SEQUENCED_PACKET);
        var file = Fd.open(Path.of("/dev/null"))) {
      long before = openDescriptors();
      pair.left().send(bytes("x"), List.of(file, file, file));
      pair.left().send(bytes("y"), List.of(file, file, file));

      assertThat(receive(pair.right())).isEqualTo("x");
      // Room for two descriptors has padding that would take a third one.
      assertThatErrno(
          Errno.EMSGSIZE, () -> pair.right().receive(ByteBuffer.allocate(9), new ArrayList<>(), 1));
      assertThat(openDescriptors()).isEqualTo(before);
    }
  }

  @Test
  void halfClosingEndsOneDirection() throws Exception {
    try (var pair = Ends.of(Kind.STREAM)) {
      pair.left().send(bytes("last"));
      pair.left().shutdown(Direction.OUTPUT);

      assertThat(receive(pair.right())).isEqualTo("last");
      assertThat(pair.right().receive(ByteBuffer.allocate(1))).isEqualTo(-1);
      assertThat(pair.right().receiveNow(ByteBuffer.allocate(1))).isEqualTo(-1);
      pair.right().send(bytes("reply"));
      assertThat(receive(pair.left())).isEqualTo("reply");
      assertThatErrno(Errno.EPIPE, () -> pair.left().send(bytes("x")));
    }
  }

  @ParameterizedTest
  @EnumSource
  void theCallsThatDoNotWaitSayZero(Kind kind) throws Exception {
    try (var pair = Ends.of(kind)) {
      assertThat(pair.right().receiveNow(ByteBuffer.allocate(1))).isZero();

      pair.left().setSendBuffer(4096);
      long sent = 0;
      int count;
      while ((count = pair.left().sendNow(ByteBuffer.allocate(512))) > 0) {
        sent += count;
      }
      assertThat(sent).isBetween(512L, 100_000L);

      var target = ByteBuffer.allocate(512);
      assertThat(pair.right().receiveNow(target)).isEqualTo(512);
    }
  }

  @Test
  void aStreamSendsMoreThanItsBufferHolds() throws Exception {
    var sent = new byte[1_000_000];
    sent[999_999] = 7;
    try (var pair = Ends.of(Kind.STREAM)) {
      pair.left().setSendBuffer(8192);
      var sender =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      pair.left().send(ByteBuffer.wrap(sent));
                      pair.left().shutdown(Direction.OUTPUT);
                    } catch (ErrnoException e) {
                      throw new AssertionError(e);
                    }
                  });
      var received = ByteBuffer.allocate(1_000_001);
      while (pair.right().receive(received) > 0) {}
      sender.join();

      assertThat(received.flip().remaining()).isEqualTo(sent.length);
      assertThat(received.get(999_999)).isEqualTo((byte) 7);
    }
  }

  @Test
  void pathsMayBeLongerThanTheKernelsStructure() throws Exception {
    Path deep = directory.resolve("d".repeat(200)).resolve("e".repeat(200));
    Files.createDirectories(deep);
    Path path = deep.resolve("s".repeat(60));
    try (var listener = UnixSocket.listen(Kind.SEQUENCED_PACKET, path, 0600, 1);
        var client = UnixSocket.connect(Kind.SEQUENCED_PACKET, path);
        var server = listener.accept()) {
      client.send(bytes("far away"));
      assertThat(receive(server)).isEqualTo("far away");
    }
    assertThat(path).exists();
    assertThatErrno(
        Errno.ENAMETOOLONG,
        () -> UnixSocket.listen(Kind.STREAM, deep.resolve("t".repeat(120)), 0600, 1));
  }

  @Test
  void theFileHasItsPermissionsFromTheStart() throws Exception {
    Path path = directory.resolve("socket");
    try (var listener = UnixSocket.listen(Kind.STREAM, path, 0600, 1);
        var view = Directory.open(directory, Lookup.BENEATH)) {
      assertThat(listener).isNotNull();
      assertThat(view.stat("socket").permissions()).isEqualTo(0600);
      assertThat(view.stat("socket").type()).isEqualTo(FileType.SOCKET);
    }
  }

  @Test
  void failuresNameThePathAndLeakNothing() throws Exception {
    Path path = directory.resolve("absent");
    long before = openDescriptors();

    assertThatErrno(Errno.ENOENT, () -> UnixSocket.connect(Kind.STREAM, path));
    UnixSocket.listen(Kind.STREAM, path, 0600, 1).close();
    assertThatErrno(Errno.ECONNREFUSED, () -> UnixSocket.connect(Kind.STREAM, path));
    assertThatErrno(Errno.EADDRINUSE, () -> UnixSocket.listen(Kind.STREAM, path, 0600, 1));
    assertThatErrno(Errno.EPROTOTYPE, () -> connectToOtherKind());
    assertThat(openDescriptors()).isEqualTo(before);
  }

  private void connectToOtherKind() throws ErrnoException {
    Path path = directory.resolve("stream");
    try (var listener = UnixSocket.listen(Kind.STREAM, path, 0600, 1)) {
      assertThat(listener).isNotNull();
      UnixSocket.connect(Kind.SEQUENCED_PACKET, path).close();
    }
  }

  /// Both ends of a pair, to be closed together.
  private record Ends(UnixSocket left, UnixSocket right) implements AutoCloseable {
    static Ends of(Kind kind) throws ErrnoException {
      var pair = UnixSocket.pair(kind);
      return new Ends(pair.left(), pair.right());
    }

    @Override
    public void close() {
      left.close();
      right.close();
    }
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  private static String receive(UnixSocket socket) throws ErrnoException {
    var target = ByteBuffer.allocate(1000);
    socket.receive(target);
    return UTF_8.decode(target.flip()).toString();
  }

  private static long openDescriptors() throws Exception {
    try (var fds = Files.list(Path.of("/proc/self/fd"))) {
      return fds.count();
    }
  }
}
