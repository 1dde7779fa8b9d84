package dev.gantry.engine.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.engine.runtime.RuntimeFixture.Text;
import dev.gantry.platform.testkit.RequiresRoot;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@RequiresRoot
@Timeout(60)
class StreamsTest {
  @RegisterExtension final RuntimeFixture fixture = new RuntimeFixture();

  @Test
  void givesEachClientEverything() throws Exception {
    var task = fixture.runtime().create(fixture.shell("many", "seq 1 50000").build());
    List<FutureTask<Text>> readers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      var streams = task.attach();
      readers.add(inBackground(() -> Text.of(streams)));
    }
    task.start();
    for (var reader : readers) {
      assertThat(reader.get().stdout().lines()).hasSize(50_000).endsWith("50000");
    }
  }

  @Test
  void aTaskDeletedTheMomentItEndsHasStillSaidEverything() throws Exception {
    for (int i = 0; i < 20; i++) {
      var task = fixture.runtime().create(fixture.shell("brief" + i, "echo last words").build());
      var streams = task.attach();
      task.start();
      task.awaitExit();
      task.delete();
      assertThat(Text.of(streams).stdout()).isEqualTo("last words\n");
    }
  }

  @Test
  void dropsAClientThatDoesNotReadAndLetsTheOthersGoOn() throws Exception {
    var task =
        fixture
            .runtime()
            .create(fixture.shell("stalled", "yes 0123456789012345678 | head -c 20m").build());
    var stalled = task.attach();
    var reader = task.attach();
    var text = inBackground(() -> Text.of(reader));
    task.start();
    assertThat(task.awaitExit().code()).isZero();
    assertThat(text.get().stdout()).hasSize(20 << 20);
    assertThat(stalled.dropped()).isTrue();
    assertThat(reader.dropped()).isFalse();
    assertThat(stalled.read()).isEmpty();
  }

  @Test
  void waitsForAClientThatIsSlowButReads() throws Exception {
    var task = fixture.runtime().create(fixture.shell("slow", "yes | head -c 4m").build());
    var streams = task.attach();
    task.start();
    long total = 0;
    for (var chunk = streams.read(); chunk.isPresent(); chunk = streams.read()) {
      total += chunk.get().bytes().length;
      Thread.onSpinWait();
    }
    assertThat(total).isEqualTo(4 << 20);
    assertThat(streams.dropped()).isFalse();
  }

  @Test
  void passesInputOnAndItsEnd() throws Exception {
    var task =
        fixture
            .runtime()
            .create(fixture.shell("cat", "cat; echo done").stdin(StdinMode.ONCE).build());
    var streams = task.attach();
    task.start();
    var large = "0123456789abcdef".repeat(20_000).getBytes(UTF_8);
    var writer =
        inBackground(
            () -> {
              assertThat(streams.write(large, 0, large.length)).isTrue();
              streams.closeInput();
              return true;
            });
    assertThat(Text.of(streams).stdout()).isEqualTo(new String(large, UTF_8) + "done\n");
    assertThat(writer.get()).isTrue();
    assertThat(streams.write(large, 0, 1)).isFalse();
  }

  @Test
  void keepsOpenInputOpenWhenAClientLeaves() throws Exception {
    var task =
        fixture
            .runtime()
            .create(
                fixture.shell("open", "read a; read b; echo $a-$b").stdin(StdinMode.OPEN).build());
    var first = task.attach();
    task.start();
    first.write("one\n".getBytes(UTF_8), 0, 4);
    first.closeInput();
    first.close();
    var second = task.attach();
    second.write("two\n".getBytes(UTF_8), 0, 4);
    assertThat(Text.of(second).stdout()).isEqualTo("one-two\n");
  }

  @Test
  void readsNothingFromNowhere() throws Exception {
    assertThat(fixture.run(fixture.shell("null", "cat; echo end").build()).stdout())
        .isEqualTo("end\n");
  }

  @Test
  void aWriterWaitsWhileTheProgramDoesNotRead() throws Exception {
    var task =
        fixture.runtime().create(fixture.shell("deaf", "sleep 1000").stdin(StdinMode.ONCE).build());
    var streams = task.attach();
    task.start();
    var megabyte = new byte[1 << 20];
    var writer = inBackground(() -> streams.write(megabyte, 0, megabyte.length));
    assertThat(task.exec(new ExecSpec(ProcessSpec.of("true"), false, false)))
        .isInstanceOf(ExecOutcome.Started.class);
    assertThat(writer).isNotDone();
    task.kill(9);
    assertThat(writer.get()).isFalse();
  }

  @Test
  void runsOnATerminalOfTheSizeAskedForAndResizesIt() throws Exception {
    var process =
        new ProcessSpec(
            List.of(
                "sh",
                "-c",
                "trap 'stty size; exit 4' WINCH; tty; stty size; while :; do sleep 0.01; done"),
            ProcessSpec.of("sh").env(),
            "/",
            UserSpec.ROOT,
            true,
            new TerminalSize(33, 101),
            Capabilities.DEFAULT,
            false,
            List.of(),
            OptionalInt.empty());
    var task =
        fixture
            .runtime()
            .create(
                TaskSpec.builder("tty", fixture.rootfs(), process).stdin(StdinMode.OPEN).build());
    var streams = task.attach();
    task.start();
    var text = new StringBuilder();
    while (!text.toString().contains("33 101")) {
      text.append(new String(streams.read().orElseThrow().bytes(), UTF_8));
    }
    task.resize(new TerminalSize(50, 120));
    assertThat(text + Text.of(streams).stdout()).isEqualTo("/dev/pts/0\r\n33 101\r\n50 120\r\n");
    assertThat(task.awaitExit().code()).isEqualTo(4);
  }

  @Test
  void readsFromATerminal() throws Exception {
    var process = terminal("sh", "-c", "read line; echo got $line");
    var task =
        fixture
            .runtime()
            .create(
                TaskSpec.builder("typed", fixture.rootfs(), process).stdin(StdinMode.ONCE).build());
    var streams = task.attach();
    // Typed before the program runs: kept for it.
    streams.write("hello\n".getBytes(UTF_8), 0, 6);
    task.start();
    assertThat(Text.of(streams).stdout()).contains("got hello\r\n");
  }

  @Test
  void isNotToldOfTheEndBeforeTheExitStatusIsKnown() throws Exception {
    for (int i = 0; i < 20; i++) {
      var task = fixture.runtime().create(fixture.shell("end", "echo x").build());
      var streams = task.attach();
      task.start();
      Text.of(streams);
      assertThat(task.exitStatus()).isPresent();
      task.delete();
    }
  }

  static ProcessSpec terminal(String... args) {
    var plain = ProcessSpec.of(args);
    return new ProcessSpec(
        plain.args(),
        plain.env(),
        plain.cwd(),
        plain.user(),
        true,
        TerminalSize.UNSET,
        plain.capabilities(),
        false,
        List.of(),
        OptionalInt.empty());
  }

  static <T> FutureTask<T> inBackground(Callable<T> work) {
    var task = new FutureTask<>(work);
    Thread.ofVirtual().start(task);
    return task;
  }
}
