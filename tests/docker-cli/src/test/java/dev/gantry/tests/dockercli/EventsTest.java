package dev.gantry.tests.dockercli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `events`: order, content, filters, and the window of time.
class EventsTest extends CliTest {
  private static final String ACTIONS = "{{.Type}} {{.Action}}";
  private String start = "";

  @BeforeEach
  void rememberWhenTheTestBegan() {
    start = now();
  }

  private static String now() {
    return Instant.now().toString();
  }

  private List<String> since(String... flags) {
    return cli.run(Arguments.append(flags, "--since", start, "--until", now())).lines();
  }

  private List<String> actions(String... flags) {
    return since(Arguments.prepend(flags, "events", "--format", ACTIONS));
  }

  @Test
  void aRunIsToldInOrder() {
    runToEnd("--name", "short", "busybox", "true").orThrow();
    assertThat(actions())
        .containsExactly(
            "container create",
            "container attach",
            "network connect",
            "container start",
            "container die",
            "network disconnect",
            "container destroy");
  }

  @Test
  void dieCarriesTheExitCode() {
    runToEnd("--name", "three", "-l", "tier=front", "busybox", "sh", "-c", "exit 3");
    var format =
        "{{index .Actor.Attributes \"exitCode\"}} {{.Actor.Attributes.name}}"
            + " {{.Actor.Attributes.image}} {{.Actor.Attributes.tier}}";
    assertThat(since("events", "--filter", "event=die", "--format", format))
        .containsExactly("3 three busybox front");
  }

  @Test
  void stopSaysWhichSignalItSent() {
    runIdle("idle");
    cli.run("stop", "idle");
    assertThat(actions("--filter", "container=idle"))
        .containsSubsequence("container kill", "container die", "container stop");
    assertThat(
            since("events", "--filter", "event=kill", "--format", "{{.Actor.Attributes.signal}}"))
        .containsExactly("15");
  }

  @Test
  void everyVerbHasItsEvent() {
    runIdle("idle");
    cli.run("pause", "idle");
    cli.run("unpause", "idle");
    cli.run("rename", "idle", "named");
    cli.run("exec", "named", "echo", "x");
    cli.run("top", "named");
    cli.run("restart", "named");
    cli.run("kill", "named");
    cli.run("wait", "named");
    cli.run("rm", "named");
    assertThat(actions("--filter", "type=container"))
        .containsSubsequence(
            "container create",
            "container start",
            "container pause",
            "container unpause",
            "container rename",
            "container exec_create: echo x",
            "container exec_start: echo x",
            "container exec_die",
            "container top",
            "container restart",
            "container kill",
            "container die",
            "container destroy");
  }

  @Test
  void imagesAndVolumesHaveTheirs() {
    cli.run("tag", "busybox", "marked:1");
    cli.run("rmi", "marked:1");
    runToEnd("-v", "/data", "busybox", "true").orThrow();
    assertThat(actions("--filter", "type=image")).containsExactly("image tag", "image untag");
    assertThat(actions("--filter", "type=volume")).contains("volume create");
  }

  @Test
  void filtersChoose() {
    runToEnd("--name", "one", "-l", "a=1", "busybox", "true");
    runToEnd("--name", "two", "-l", "a=2", "busybox", "true");
    assertThat(actions("--filter", "event=start", "--filter", "event=die")).hasSize(4);
    assertThat(actions("--filter", "container=one", "--filter", "event=start")).hasSize(1);
    assertThat(actions("--filter", "label=a=2", "--filter", "event=start")).hasSize(1);
    assertThat(actions("--filter", "image=busybox", "--filter", "event=start")).hasSize(2);
    assertThat(actions("--filter", "type=network", "--filter", "event=connect")).hasSize(2);
    assertThat(actions("--filter", "event=nothing")).isEmpty();
  }

  @Test
  void theWindowCutsBothWays() {
    cli.run("create", "--name", "early", "busybox", "true");
    var middle = now();
    cli.run("create", "--name", "late", "busybox", "true");
    var format = "{{.Actor.Attributes.name}}";
    assertThat(cli.run("events", "--since", middle, "--until", now(), "--format", format).lines())
        .containsExactly("late");
    assertThat(cli.run("events", "--since", start, "--until", middle, "--format", format).lines())
        .containsExactly("early");
  }

  @Test
  void theyArriveWhileTheyHappen() {
    try (var events =
        cli.start(
            "events", "--since", start, "--format", ACTIONS + " {{.Actor.Attributes.name}}")) {
      cli.run("create", "--name", "live", "busybox", "true");
      events.stdout().await("container create live\n");
      cli.run("rm", "live");
      events.stdout().await("container destroy live\n");
    }
  }

  @Test
  void theDefaultFormIsDockers() {
    var id = cli.run("create", "--name", "plain", "busybox", "true").text();
    assertThat(since("events").getFirst())
        .matches(
            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}\\S+ container create "
                + id
                + " \\(image=busybox, name=plain\\)");
    assertThat(since("events", "--format", "json").getFirst())
        .startsWith("{")
        .contains("\"Action\":\"create\"", "\"timeNano\":");
  }
}
