package dev.gantry.tests.dockercli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `logs` with every flag.
class LogsTest extends CliTest {
  private String ended(String script, String... flags) {
    cli.run(
        Arguments.prepend(
            Arguments.append(flags, "busybox", "sh", "-c", script), "run", "-d", "--name", "log"));
    cli.run("wait", "log");
    return "log";
  }

  @Test
  void bothStreamsComeBackWhereTheyBelong() {
    var logs = cli.run("logs", ended("echo out; echo err >&2; echo out2"));
    assertThat(logs.stdout()).isEqualTo("out\nout2\n");
    assertThat(logs.stderr()).isEqualTo("err\n");
  }

  @Test
  void theLastLineNeedsNoEnd() {
    assertThat(cli.run("logs", ended("echo a; printf b")).stdout()).isEqualTo("a\nb");
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "3, 3", "10, 10", "99, 10", "all, 10", "-1, 10", "nonsense, 10"})
  void tailTakesTheLastLines(String tail, int lines) {
    var logs = cli.run("logs", "--tail", tail, ended("seq 10"));
    assertThat(logs.lines())
        .isEqualTo(IntStream.rangeClosed(11 - lines, 10).mapToObj(Integer::toString).toList());
  }

  @Test
  void timestampsHaveNineDigitsAndGrow() {
    var lines = cli.run("logs", "-t", ended("echo a; sleep 0.2; echo b")).lines();
    assertThat(lines)
        .hasSize(2)
        .allMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z [ab]"));
    assertThat(timestamp(lines.get(0))).isBefore(timestamp(lines.get(1)));
  }

  @Test
  void sinceAndUntilCutByTime() {
    ended("echo a; sleep 0.2; echo b; sleep 0.2; echo c");
    var second = timestamp(cli.run("logs", "-t", "log").lines().get(1));
    assertThat(cli.run("logs", "--since", second.toString(), "log").lines())
        .containsExactly("b", "c");
    assertThat(cli.run("logs", "--until", second.toString(), "log").lines())
        .containsExactly("a", "b");
    var between = List.of("--since", second.toString(), "--until", second.toString());
    assertThat(
            cli.run("logs", between.get(0), between.get(1), between.get(2), between.get(3), "log")
                .lines())
        .containsExactly("b");
    assertThat(cli.run("logs", "--since", "1h", "log").lines()).hasSize(3);
    assertThat(cli.run("logs", "--until", "1h", "log").lines()).isEmpty();
  }

  @Test
  void detailsAddTheChosenLabelsAndVariables() {
    ended(
        "echo a",
        "--log-opt",
        "labels=tier",
        "--log-opt",
        "env=STAGE",
        "-l",
        "tier=web",
        "-e",
        "STAGE=a b");
    assertThat(cli.run("logs", "--details", "log").stdout()).isEqualTo("STAGE=a+b,tier=web a\n");
  }

  @Test
  void withoutAnyDetailASpaceRemains() {
    assertThat(cli.run("logs", "--details", ended("echo a")).stdout()).isEqualTo(" a\n");
  }

  @Test
  void longLinesComeBackInOnePiece() {
    ended("head -c 40000 /dev/zero | tr '\\0' x; echo; echo end");
    var logs = cli.run("logs", "log").lines();
    assertThat(logs).hasSize(2);
    assertThat(logs.getFirst()).hasSize(40_000);
    assertThat(cli.run("logs", "--tail", "1", "log").text()).isEqualTo("end");
  }

  @Test
  void bytesThatAreNoTextSurvive() {
    ended("printf '\\377\\000\\001\\r\\n'");
    try (var logs = cli.start("logs", "log")) {
      assertThat(logs.join().stdout()).isEqualTo("\uFFFD\0\u0001\r\n");
    }
  }

  @Test
  void followEndsWithTheContainerAndMissesNothing() {
    runInBackground(
        "--name",
        "count",
        "busybox",
        "sh",
        "-c",
        "seq 1 500; until test -e /go; do sleep 0.02; done; seq 501 1000");
    try (var logs = cli.start("logs", "-f", "--tail", "3", "count")) {
      logs.stdout().await("500\n");
      cli.run("exec", "count", "touch", "/go");
      assertThat(logs.join().lines())
          .isEqualTo(IntStream.rangeClosed(498, 1000).mapToObj(Integer::toString).toList());
    }
  }

  @Test
  void followFromTailZeroShowsOnlyWhatIsNew() {
    runInBackground(
        "--name",
        "count",
        "busybox",
        "sh",
        "-c",
        "echo old; until test -e /go; do sleep 0.02; done; echo new");
    awaitLog("count", "old");
    try (var logs = cli.start("logs", "-f", "--tail", "0", "count")) {
      cli.run("exec", "count", "touch", "/go");
      assertThat(logs.join().stdout()).isEqualTo("new\n");
    }
  }

  @Test
  void followOfAnEndedContainerEndsAtOnce() {
    assertThat(cli.run("logs", "-f", ended("echo a")).stdout()).isEqualTo("a\n");
  }

  @Test
  void aContainerThatNeverRanHasNone() {
    cli.run("create", "--name", "never", "busybox", "echo", "a");
    var logs = cli.run("logs", "never");
    assertThat(logs.stdout()).isEmpty();
    assertThat(logs.stderr()).isEmpty();
  }

  @Test
  void restartsAppend() {
    ended("echo a");
    cli.run("start", "-a", "log");
    assertThat(cli.run("logs", "log").stdout()).isEqualTo("a\na\n");
  }

  @Test
  void terminalOutputIsKeptAsItWas() {
    assertThat(cli.run("logs", ended("echo a; echo b >&2", "-t")).stdout()).isEqualTo("a\r\nb\r\n");
  }

  @Test
  void withoutALogThereIsNothingToRead() {
    ended("echo a", "--log-driver", "none");
    var logs = cli.attempt("logs", "log");
    assertThat(logs.exitCode()).isEqualTo(1);
    assertThat(logs.stderr()).contains("configured logging driver does not support reading");
  }

  @Test
  void rotationIsInvisible() {
    ended("seq 1 20000", "--log-opt", "max-size=40k", "--log-opt", "max-file=50");
    assertThat(cli.run("logs", "log").lines())
        .isEqualTo(IntStream.rangeClosed(1, 20_000).mapToObj(Integer::toString).toList());
    assertThat(cli.run("logs", "--tail", "15000", "log").lines()).hasSize(15_000);
  }

  private static Instant timestamp(String line) {
    return Instant.parse(line.substring(0, line.indexOf(' ')));
  }
}
