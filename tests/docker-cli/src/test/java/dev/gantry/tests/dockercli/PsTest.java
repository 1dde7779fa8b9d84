package dev.gantry.tests.dockercli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `ps` with every flag and filter.
class PsTest extends CliTest {
  private String create(String name, String... flags) {
    return cli.run(
            Arguments.prepend(Arguments.append(flags, "busybox", "true"), "create", "--name", name))
        .text();
  }

  private List<String> names(String... flags) {
    return cli.run(Arguments.prepend(flags, "ps", "--format", "{{.Names}}")).lines();
  }

  @Test
  void showsOnlyRunningContainersUnlessAsked() {
    runIdle("alive");
    create("new");
    runToStop("dead");
    assertThat(names()).containsExactly("alive");
    assertThat(names("-a")).containsExactly("dead", "new", "alive");
  }

  @Test
  void theTableIsDockers() {
    var id =
        runInBackground("--name", "web", "-p", "127.0.0.1:8081:80", "busybox", "sh", "-c", IDLE);
    var lines = cli.run("ps").lines();
    assertThat(lines.getFirst())
        .matches("CONTAINER ID   IMAGE     COMMAND +CREATED +STATUS +PORTS +NAMES");
    assertThat(lines.get(1))
        .startsWith(id.substring(0, 12) + "   busybox   \"sh -c 'trap 'exit 0…\"")
        .contains("127.0.0.1:8081->80/tcp")
        .endsWith("   web");
    assertThat(cli.run("ps", "--no-trunc").lines().get(1)).startsWith(id).contains(IDLE);
  }

  @Test
  void anEmptyTableIsItsHeading() {
    assertThat(cli.run("ps").stdout())
        .isEqualTo("CONTAINER ID   IMAGE     COMMAND   CREATED   STATUS    PORTS     NAMES\n");
    assertThat(cli.run("ps", "-q").stdout()).isEmpty();
  }

  @Test
  void quietShowsIds() {
    var id = runIdle("idle");
    assertThat(cli.run("ps", "-q").text()).isEqualTo(id.substring(0, 12));
    assertThat(cli.run("ps", "-q", "--no-trunc").text()).isEqualTo(id);
  }

  @Test
  void lastAndLatestIncludeWhatDoesNotRun() {
    create("one");
    create("two");
    create("three");
    create("four");
    assertThat(names("-n", "3")).containsExactly("four", "three", "two");
    assertThat(names("-l")).containsExactly("four");
    assertThat(names("-n", "99")).hasSize(4);
    assertThat(names("-n", "0")).isEmpty();
  }

  @Test
  void sizesAreMeasuredOnRequest() {
    cli.run("run", "--name", "writer", "busybox", "sh", "-c", "head -c 100000 /dev/zero >/file");
    assertThat(cli.run("ps", "-as", "--format", "{{.Size}}").text())
        .matches("100kB \\(virtual [\\d.]+MB\\)");
  }

  @Test
  void statusTellsWhatHappened() {
    create("new");
    cli.run("start", runIdle("alive"));
    cli.attempt("run", "--name", "three", "busybox", "sh", "-c", "exit 3");
    assertThat(cli.run("ps", "-a", "--format", "{{.Names}}: {{.Status}} ({{.State}})").lines())
        .anyMatch(line -> line.equals("new: Created (created)"))
        .anyMatch(line -> line.matches("alive: Up (Less than a|\\d+) seconds? \\(running\\)"))
        .anyMatch(line -> line.matches("three: Exited \\(3\\) .* ago \\(exited\\)"));
  }

  @Test
  void formatsReachEveryColumn() {
    runInBackground(
        "--name",
        "web",
        "-l",
        "tier=front",
        "-v",
        "/data",
        "--network",
        "none",
        "busybox",
        "sh",
        "-c",
        IDLE);
    assertThat(
            cli.run("ps", "--format", "{{.Image}}|{{.Networks}}|{{.Label \"tier\"}}|{{.Labels}}")
                .text())
        .isEqualTo("busybox|none|front|tier=front");
    assertThat(cli.run("ps", "--format", "{{.LocalVolumes}} {{.RunningFor}}").text())
        .matches("1 .+ ago");
    assertThat(cli.run("ps", "--format", "table {{.Names}}\t{{.Image}}").lines())
        .containsExactly("NAMES     IMAGE", "web       busybox");
    assertThat(cli.run("ps", "--format", "json").text())
        .startsWith("{\"Command\":")
        .contains("\"Names\":\"web\"")
        .contains("\"State\":\"running\"");
    assertThat(cli.attempt("ps", "--format", "{{.Nope}}").exitCode()).isEqualTo(1);
  }

  /// A filter, and the containers that pass it.
  private static final String FILTERS =
      """
      name=alpha                => alpha
      name=^al                  => alpha
      name=a$                   => alpha,beta,gamma
      name=nothing              =>
      label=tier                => alpha,beta
      label=tier=front          => alpha
      label=tier=no             =>
      status=created            => beta
      status=running            => alpha
      status=exited             => gamma
      status=paused             =>
      exited=0                  => gamma
      exited=1                  =>
      ancestor=busybox          => alpha,beta,gamma
      ancestor=busybox:latest   => alpha,beta,gamma
      ancestor=other            =>
      network=none              => beta
      network=bridge            => alpha,gamma
      publish=8082              => alpha
      publish=8082/tcp          => alpha
      expose=7777               => alpha
      expose=7000-7999/tcp      => alpha
      before=gamma              => alpha,beta
      since=alpha               => beta,gamma
      volume=/data              => beta
      health=none               => alpha,beta,gamma
      is-task=false             => alpha,beta,gamma
      """;

  @Test
  void filtersChoose() {
    runInBackground(
        "--name",
        "alpha",
        "-l",
        "tier=front",
        "-p",
        "127.0.0.1:8082:80",
        "--expose",
        "7777",
        "busybox",
        "sh",
        "-c",
        IDLE);
    create("beta", "-l", "tier=back", "--network", "none", "-v", "/data");
    runToStop("gamma");
    SoftAssertions.assertSoftly(
        softly ->
            Table.of(FILTERS)
                .forEach(
                    row -> {
                      var passed = String.join(",", names("-a", "--filter", row.get(0)).reversed());
                      softly.assertThat(passed).as(row.get(0)).isEqualTo(row.get(1));
                    }));
  }

  @Test
  void filtersOfOneKindAddUpAndKindsExclude() {
    create("one", "-l", "a=1");
    create("two", "-l", "a=2");
    assertThat(names("-a", "-f", "name=one", "-f", "name=two")).hasSize(2);
    assertThat(names("-a", "-f", "name=one", "-f", "label=a=2")).isEmpty();
    assertThat(names("-a", "-f", "label=a", "-f", "label=a=2")).containsExactly("two");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          foo=bar        | invalid filter 'foo'
          status=nope    | nope
          exited=x       | x
          before=missing | missing
          """)
  void badFiltersAreRefused(String filter, String message) {
    var outcome = cli.attempt("ps", "-a", "--filter", filter);
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.stderr().replace('"', '\'')).containsIgnoringCase(message);
  }

  @Test
  void lsAndListAreTheSame() {
    runIdle("idle");
    assertThat(cli.run("container", "ls", "-q").text()).isEqualTo(cli.run("ps", "-q").text());
    assertThat(cli.run("container", "list", "-q").text()).isEqualTo(cli.run("ps", "-q").text());
  }
}
