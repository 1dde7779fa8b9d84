package dev.gantry.platform.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FdTest {
  @TempDir private Path directory;

  @Test
  void whatIsWrittenIsRead() throws Exception {
    var bytes = new byte[300_000];
    new Random(1).nextBytes(bytes);
    try (var file = create("file")) {
      file.writeFully(bytes);
    }

    try (var file = Fd.open(directory.resolve("file"))) {
      assertThat(file.readFully()).isEqualTo(bytes);
      assertThat(file.read(new byte[1], 0, 1)).isEqualTo(-1);
    }
  }

  @Test
  void positionalAccessLeavesThePositionAlone() throws Exception {
    try (var file = create("file")) {
      file.writeFully("0123456789".getBytes(UTF_8));
      file.writeFully(ByteBuffer.wrap("ab".getBytes(UTF_8)), 4);
      var target = ByteBuffer.allocate(4);

      assertThat(file.read(target, 3)).isEqualTo(4);
      assertThat(new String(target.array(), UTF_8)).isEqualTo("3ab6");
      assertThat(file.read(ByteBuffer.allocate(1), 10)).isEqualTo(-1);
      file.writeFully("!".getBytes(UTF_8));
    }
    assertThat(directory.resolve("file")).hasContent("0123ab6789!");
  }

  static Stream<Named<IntFunction<ByteBuffer>>> allocators() {
    return Stream.of(
        Named.of("heap", ByteBuffer::allocate),
        Named.of("direct", ByteBuffer::allocateDirect),
        Named.of("slice", size -> ByteBuffer.allocate(size + 7).position(3).slice()));
  }

  @ParameterizedTest
  @MethodSource("allocators")
  void buffersMoveByWhatWasTransferred(IntFunction<ByteBuffer> allocator) throws Exception {
    var source = allocator.apply(8).put(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
    source.position(2).limit(6);
    var target = allocator.apply(8).position(1).limit(7);
    try (var file = create("file")) {
      assertThat(file.write(source)).isEqualTo(4);
      assertThat(source.hasRemaining()).isFalse();
      assertThat(file.write(source)).isZero();

      assertThat(file.read(target, 1)).isEqualTo(3);
      assertThat(target.position()).isEqualTo(4);
      assertThat(target.limit()).isEqualTo(7);
      assertThat(target.get(1)).isEqualTo((byte) 4);
      assertThat(target.get(3)).isEqualTo((byte) 6);
      assertThat(file.read(target, 4)).isEqualTo(-1);
    }
    assertThat(Files.readAllBytes(directory.resolve("file"))).containsExactly(3, 4, 5, 6);
  }

  @Test
  void streamsReadAndWriteAndClose() throws Exception {
    var written = create("file");
    try (var out = written.outputStream()) {
      out.write(0xFF);
      out.write("text".getBytes(UTF_8), 1, 2);
    }
    var read = Fd.open(directory.resolve("file"));
    try (var in = read.inputStream()) {
      assertThat(in.read()).isEqualTo(0xFF);
      assertThat(in.readAllBytes()).asString(UTF_8).isEqualTo("ex");
      assertThat(in.read()).isEqualTo(-1);
    }

    assertThatIllegalStateException().isThrownBy(written::stat);
    assertThatIllegalStateException().isThrownBy(read::stat);
  }

  @Test
  void everyDescriptorIsClosedOnExec() throws Exception {
    try (var file = create("file");
        var copy = file.duplicate();
        var poller = Poller.start("test");
        var terminal = PseudoTerminal.open()) {
      var pair = UnixSocket.pair(UnixSocket.Kind.SEQUENCED_PACKET);
      for (Fd fd : new Fd[] {file, copy, terminal.master(), pair.left().fd()}) {
        assertThat(Files.readString(Path.of("/proc/self/fdinfo", "" + fd.number())))
            .containsPattern("flags:\\s+0?2\\d{6}\n");
      }
      pair.left().close();
      pair.right().close();
      assertThat(poller).isNotNull();
    }
  }

  @Test
  void aChannelHasItsOwnPositionAndLife() throws Exception {
    var file = create("file");
    file.writeFully("content".getBytes(UTF_8));
    try (var channel = file.channel(StandardOpenOption.READ)) {
      file.close();
      var target = ByteBuffer.allocate(7);
      channel.read(target);
      assertThat(new String(target.array(), UTF_8)).isEqualTo("content");
    }
  }

  @Test
  void closingTwiceClosesOnce() throws Exception {
    var file = create("file");
    file.close();
    // The next descriptor gets the same number, which a second close must not close.
    try (var other = create("other")) {
      assertThat(other.number()).isEqualTo(file.number());
      file.close();
      assertThat(other.stat().isRegular()).isTrue();
    }
  }

  @Test
  void closingWaitsForTheCallsUnderWay() throws Exception {
    var file = create("file");
    try (var call = new NativeCall()) {
      int number = call.fd(file);
      file.close();

      assertThatIllegalStateException().isThrownBy(file::duplicate);
      assertThat(Path.of("/proc/self/fd", "" + number)).exists();
    }
    assertThat(Path.of("/proc/self/fd", "" + file.number())).doesNotExist();
  }

  @Test
  void metadataCanBeChanged() throws Exception {
    try (var file = create("file")) {
      file.truncate(100);
      file.allocate(0, 5000);
      file.chmod(04755);
      file.sync();
      file.syncData();

      var stat = file.stat();
      assertThat(stat.size()).isEqualTo(5000);
      assertThat(stat.allocated()).isGreaterThanOrEqualTo(5000);
      assertThat(stat.permissions()).isEqualTo(04755);
      assertThat(stat.type()).isEqualTo(FileType.REGULAR);
      assertThat(stat.links()).isEqualTo(1);
    }
  }

  @Test
  void failuresNameThePath() {
    Path absent = directory.resolve("absent");

    assertThatExceptionOfType(ErrnoException.class)
        .isThrownBy(() -> Fd.open(absent))
        .withMessage("openat %s: ENOENT (no such file or directory)", absent);
  }

  @Test
  void aNameIsNotCutShortAtNul() {
    try (var call = new NativeCall()) {
      assertThatExceptionOfType(InvalidArgumentException.class)
          .isThrownBy(() -> call.name("/etc/passwd\0.png"));
    }
  }

  private Fd create(String name) throws ErrnoException {
    return Fd.open(
        directory.resolve(name), 0600, OpenFlag.READ_WRITE, OpenFlag.CREATE, OpenFlag.EXCLUSIVE);
  }
}
