package dev.gantry.engine.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.platform.testkit.RequiresRoot;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@RequiresRoot
@Timeout(60)
class RotationTest {
  @RegisterExtension final RuntimeFixture fixture = new RuntimeFixture();

  private static LogQuery follow(boolean follow) {
    return new LogQuery(
        true, true, OptionalLong.empty(), Optional.empty(), Optional.empty(), follow);
  }

  private List<String> read(String id, LogSpec.File log, boolean follow)
      throws InterruptedException {
    var lines = new ArrayList<String>();
    try (var stream = fixture.runtime().logs(id, log, follow(follow))) {
      for (var entry = stream.next(); entry.isPresent(); entry = stream.next()) {
        lines.add(new String(entry.get().bytes(), UTF_8));
      }
    }
    return lines;
  }

  @Test
  void losesNoLineOverTheFiles() throws Exception {
    var log = new LogSpec.File(fixture.path("rotated.log"), 2000, 40);
    var spec =
        fixture
            .shell("rotated", "for i in $(seq 200); do echo line $i; sleep 0.002; done")
            .log(log)
            .build();
    var task = fixture.runtime().create(spec);
    var follower = StreamsTest.inBackground(() -> read("rotated", log, true));
    task.start();
    task.awaitExit();
    var expected = new ArrayList<String>();
    for (int i = 1; i <= 200; i++) {
      expected.add("line " + i + "\n");
    }
    assertThat(read("rotated", log, false)).isEqualTo(expected);
    assertThat(follower.get()).isEqualTo(expected);
    assertThat(LogSegment.path(log, 1)).exists();
    assertThat(LogSegment.path(log, 3)).exists();
  }

  @Test
  void keepsNoMoreFilesThanAllowed() throws Exception {
    var log = new LogSpec.File(fixture.path("few.log"), 10_000, 3);
    // Each burst fills a file; the pauses let the daemon see each.
    var bursts = "for i in 1 2 3 4 5 6; do seq 1 4000; sleep 0.2; done; echo end";
    fixture.run(fixture.shell("few", bursts).log(log).build());
    assertThat(read("few", log, false)).last().isEqualTo("end\n");
    assertThat(LogSegment.path(log, 2)).exists();
    assertThat(LogSegment.path(log, 3)).doesNotExist();
  }

  @Test
  void keepsOneFileWhenThatIsAllThatIsAllowed() throws Exception {
    var log = new LogSpec.File(fixture.path("one.log"), 10_000, 1);
    fixture.run(fixture.shell("one", "seq 1 20000; sleep 0.1; echo end").log(log).build());
    assertThat(read("one", log, false)).last().isEqualTo("end\n");
    assertThat(LogSegment.path(log, 1)).doesNotExist();
    assertThat(Files.size(log.path())).isLessThan(100_000);
  }

  @Test
  void followsFromTheTailWithoutGapOrRepetition() throws Exception {
    var log = fixture.log("gap");
    var task = fixture.runtime().create(fixture.shell("gap", "seq 1 30000").log(log).build());
    task.start();
    var lines = read("gap", log, true);
    assertThat(lines).hasSize(30_000).startsWith("1\n").endsWith("30000\n");
  }

  @Test
  void logsATerminalAsItIs() throws Exception {
    var log = fixture.log("tty");
    var spec =
        TaskSpec.builder(
                "tty", fixture.rootfs(), StreamsTest.terminal("sh", "-c", "echo a; echo b"))
            .log(log)
            .build();
    fixture.run(spec);
    assertThat(read("tty", log, true)).containsExactly("a\r\n", "b\r\n");
  }
}
