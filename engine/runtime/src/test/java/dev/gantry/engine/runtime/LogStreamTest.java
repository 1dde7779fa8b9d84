package dev.gantry.engine.runtime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.platform.errors.InternalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LogStreamTest {
  private static final Instant START = Instant.parse("2026-02-03T04:05:06.789012345Z");

  @TempDir Path directory = Path.of("");
  private LogSpec.File log = LogSpec.File.unlimited(Path.of(""));
  private final OutputActivity activity = new OutputActivity();

  @BeforeEach
  void nameLog() {
    log = new LogSpec.File(directory.resolve("c.log"), 0, 3);
  }

  private void append(Path file, String text) throws IOException {
    Files.writeString(file, text, ISO_8859_1, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private void append(String text) throws IOException {
    append(log.path(), text);
    activity.advance();
  }

  private static String out(int second, String line) {
    return time(second) + " stdout F " + line + "\n";
  }

  private static String err(int second, String line) {
    return time(second) + " stderr F " + line + "\n";
  }

  private static String part(int second, String channel, String text) {
    return time(second) + " " + channel + " P " + text + "\n";
  }

  private static String time(int second) {
    return START.plusSeconds(second).toString().replace("Z", "+00:00");
  }

  private LogStream open(LogQuery query) {
    return CriLogStream.open(log, query, activity, InstantSource.system());
  }

  private List<String> read(LogQuery query) throws InterruptedException {
    try (var stream = open(query)) {
      return readAll(stream);
    }
  }

  private static List<String> readAll(LogStream stream) throws InterruptedException {
    var lines = new ArrayList<String>();
    for (var entry = stream.next(); entry.isPresent(); entry = stream.next()) {
      lines.add(new String(entry.get().bytes(), ISO_8859_1));
    }
    return lines;
  }

  private static LogQuery tail(long lines) {
    return new LogQuery(
        true, true, OptionalLong.of(lines), Optional.empty(), Optional.empty(), false);
  }

  private static LogQuery follow(OptionalLong tail) {
    return new LogQuery(true, true, tail, Optional.empty(), Optional.empty(), true);
  }

  @Nested
  class Reading {
    @Test
    void returnsLinesWithTimeAndStream() throws Exception {
      append(out(0, "one") + err(1, "two"));
      try (var stream = open(LogQuery.ALL)) {
        var first = stream.next().orElseThrow();
        assertThat(first.time()).isEqualTo(START);
        assertThat(first.channel()).isEqualTo(OutputChannel.STDOUT);
        assertThat(first.bytes()).asString(ISO_8859_1).isEqualTo("one\n");
        assertThat(stream.next().orElseThrow().channel()).isEqualTo(OutputChannel.STDERR);
        assertThat(stream.next()).isEmpty();
      }
    }

    @Test
    void understandsOtherTimeZones() throws Exception {
      append("2026-02-03T06:05:06.5+02:00 stdout F a\n2026-02-02T23:05:06Z stdout F b\n");
      try (var stream = open(LogQuery.ALL)) {
        assertThat(stream.next().orElseThrow().time())
            .isEqualTo(Instant.parse("2026-02-03T04:05:06.5Z"));
        assertThat(stream.next().orElseThrow().time())
            .isEqualTo(Instant.parse("2026-02-02T23:05:06Z"));
      }
    }

    @Test
    void isEmptyWithoutAFile() throws Exception {
      assertThat(read(LogQuery.ALL)).isEmpty();
      assertThat(read(tail(5))).isEmpty();
    }

    @Test
    void joinsPiecesOfEachStream() throws Exception {
      append(part(0, "stdout", "a") + part(0, "stderr", "x") + out(1, "b") + err(1, "y"));
      assertThat(read(LogQuery.ALL)).containsExactly("ab\n", "xy\n");
    }

    @Test
    void returnsAnUnfinishedLineWithoutNewline() throws Exception {
      append(out(0, "a") + part(1, "stdout", "prompt> "));
      assertThat(read(LogQuery.ALL)).containsExactly("a\n", "prompt> ");
    }

    @Test
    void cutsLongLinesAsDockerDoes() throws Exception {
      append(part(0, "stdout", "a".repeat(8192)).repeat(4) + out(0, "b".repeat(40_000 - 4 * 8192)));
      assertThat(read(LogQuery.ALL)).extracting(String::length).containsExactly(16384, 16384, 7233);
    }

    @Test
    void keepsEveryByte() throws Exception {
      var bytes = new StringBuilder();
      for (int i = 0; i < 256; i++) {
        bytes.append(i == '\n' ? "" : Character.toString(i));
      }
      append(out(0, bytes.toString()));
      assertThat(read(LogQuery.ALL)).containsExactly(bytes + "\n");
    }

    @Test
    void skipsWhatIsNoRecord() throws Exception {
      append("garbage\n\n" + "x".repeat(3 << 20) + "\n" + out(0, "good") + "2026-02-03 stdout F\n");
      assertThat(read(LogQuery.ALL)).containsExactly("good\n");
    }

    @Test
    void selectsStreamsAndTimes() throws Exception {
      append(out(0, "a") + err(1, "b") + out(2, "c") + out(3, "d"));
      assertThat(
              read(
                  new LogQuery(
                      true,
                      false,
                      OptionalLong.empty(),
                      Optional.of(START.plusSeconds(1)),
                      Optional.of(START.plusSeconds(2)),
                      false)))
          .containsExactly("c\n");
    }

    @Test
    void readsRotatedFilesOldestFirst() throws Exception {
      append(LogSegment.path(log, 2), out(0, "a") + part(1, "stdout", "b"));
      append(LogSegment.path(log, 1), out(2, "c"));
      append(out(3, "d"));
      assertThat(read(LogQuery.ALL)).containsExactly("a\n", "bc\n", "d\n");
      assertThat(read(tail(2))).containsExactly("bc\n", "d\n");
      assertThat(read(tail(3))).containsExactly("a\n", "bc\n", "d\n");
    }

    @Test
    void doesNotFollowALink() throws Exception {
      var secret = directory.resolve("secret");
      append(secret, out(0, "secret"));
      Files.createSymbolicLink(log.path(), secret);
      assertThatThrownBy(() -> open(LogQuery.ALL)).isInstanceOf(InternalException.class);
    }

    @Test
    void isFast() throws Exception {
      var text = new StringBuilder();
      for (int i = 0; i < 300_000; i++) {
        text.append(out(i, "line number " + i + " of a long log"));
      }
      append(text.toString());
      read(LogQuery.ALL);
      long start = System.nanoTime();
      assertThat(read(LogQuery.ALL)).hasSize(300_000);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
      start = System.nanoTime();
      assertThat(read(tail(10))).hasSize(10).last().asString().contains("299999");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(500));
    }
  }

  @Nested
  class Tail {
    @Test
    void countsLinesOfBothStreams() throws Exception {
      append(out(0, "a") + err(1, "b") + out(2, "c") + err(3, "d"));
      assertThat(read(tail(0))).isEmpty();
      assertThat(read(tail(1))).containsExactly("d\n");
      assertThat(read(tail(3))).containsExactly("b\n", "c\n", "d\n");
      assertThat(read(tail(4))).containsExactly("a\n", "b\n", "c\n", "d\n");
      assertThat(read(tail(100))).containsExactly("a\n", "b\n", "c\n", "d\n");
    }

    @Test
    void countsALineOfManyPiecesOnce() throws Exception {
      append(out(0, "first") + part(1, "stdout", "long ").repeat(50) + out(1, "end"));
      assertThat(read(tail(1))).containsExactly("long ".repeat(50) + "end\n");
    }

    @Test
    void countsAnUnfinishedLine() throws Exception {
      append(out(0, "a") + part(1, "stdout", "b") + part(1, "stdout", "c"));
      assertThat(read(tail(1))).containsExactly("bc");
    }

    @Test
    void findsTheBeginningsOfLinesThatAreMixed() throws Exception {
      append(
          out(0, "before")
              + part(1, "stdout", "o1")
              + err(1, "e-earlier")
              + part(2, "stderr", "e1")
              + out(2, "o2")
              + err(3, "e2"));
      assertThat(read(tail(2))).containsExactly("o1o2\n", "e1e2\n");
      assertThat(read(tail(1))).containsExactly("e1e2\n");
    }

    @Test
    void worksAcrossBlocks() throws Exception {
      var text = new StringBuilder();
      for (int i = 0; i < 20_000; i++) {
        text.append(i % 3 == 0 ? err(i, "line " + i) : out(i, "line " + i));
      }
      append(text.toString());
      for (int lines : List.of(1, 2, 999, 5000, 19_999)) {
        var read = read(tail(lines));
        assertThat(read).hasSize(lines);
        assertThat(read.getFirst()).isEqualTo("line " + (20_000 - lines) + "\n");
      }
    }
  }

  @Nested
  class Following {
    @Test
    void returnsWhatIsWrittenLaterAndEndsWithTheTask() throws Exception {
      append(out(0, "a") + out(1, "b"));
      try (var stream = open(follow(OptionalLong.of(1)))) {
        var reader = inBackground(stream);
        append(out(2, "c"));
        append(out(3, "d") + part(4, "stdout", "e"));
        append(part(4, "stdout", "f"));
        activity.end();
        assertThat(reader.get()).containsExactly("b\n", "c\n", "d\n", "ef");
      }
    }

    @Test
    void missesNothingWhileAnotherWrites() throws Exception {
      append(out(0, "0"));
      try (var stream = open(follow(OptionalLong.empty()))) {
        var reader = inBackground(stream);
        for (int i = 1; i < 5000; i++) {
          append(out(i, Integer.toString(i)));
        }
        activity.end();
        var lines = reader.get();
        assertThat(lines).hasSize(5000);
        for (int i = 0; i < 5000; i++) {
          assertThat(lines.get(i)).isEqualTo(i + "\n");
        }
      }
    }

    @Test
    void goesOnInTheNextFileAfterRotations() throws Exception {
      append(out(0, "a"));
      try (var stream = open(follow(OptionalLong.empty()))) {
        assertThat(stream.next()).isPresent();
        for (int round = 0; round < 50; round++) {
          rotate();
          // Written to the renamed file: the monitor has not opened the next yet.
          append(LogSegment.path(log, 1), out(1, "late " + round));
          append(out(2, "new " + round));
          for (String expected : List.of("late ", "new ")) {
            assertThat(stream.next().orElseThrow().bytes())
                .asString(ISO_8859_1)
                .isEqualTo(expected + round + "\n");
          }
        }
        activity.end();
        assertThat(stream.next()).isEmpty();
      }
    }

    @Test
    void goesThroughAllFilesOfSeveralRotationsAtOnce() throws Exception {
      append(out(0, "a"));
      try (var stream = open(follow(OptionalLong.empty()))) {
        assertThat(stream.next()).isPresent();
        rotate();
        append(out(1, "b"));
        rotate();
        append(out(2, "c"));
        activity.end();
        assertThat(readAll(stream)).containsExactly("b\n", "c\n");
      }
    }

    private void rotate() throws IOException {
      if (Files.exists(LogSegment.path(log, 1))) {
        Files.move(
            LogSegment.path(log, 1), LogSegment.path(log, 2), StandardCopyOption.ATOMIC_MOVE);
      }
      Files.move(log.path(), LogSegment.path(log, 1));
    }

    @Test
    void endsAtTheTimeAsked() throws Exception {
      append(out(0, "a"));
      var until = Instant.now().plusMillis(50);
      var query =
          new LogQuery(
              true, true, OptionalLong.empty(), Optional.empty(), Optional.of(until), true);
      assertThat(read(query)).containsExactly("a\n");
      assertThat(Instant.now()).isAfterOrEqualTo(until);
    }

    @Test
    void endsWhenClosed() throws Exception {
      append(out(0, "a"));
      var stream = open(follow(OptionalLong.empty()));
      var reader = inBackground(stream);
      stream.close();
      assertThat(reader.get().size()).isLessThanOrEqualTo(1);
    }

    private FutureTask<List<String>> inBackground(LogStream stream) {
      var reader = new FutureTask<>(() -> readAll(stream));
      Thread.ofVirtual().start(reader);
      return reader;
    }
  }
}
