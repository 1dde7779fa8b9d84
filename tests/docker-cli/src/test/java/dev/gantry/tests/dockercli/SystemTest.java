package dev.gantry.tests.dockercli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.tests.harness.Client;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `version`, `info`, `help`, and what the command line itself says.
class SystemTest extends CliTest {
  @Test
  void versionNamesClientAndServer() {
    var version = cli.run("version").stdout();
    assertThat(version)
        .containsPattern("Client:")
        .containsPattern("Server:")
        .containsPattern(" API version: +" + engine.apiVersion())
        .containsPattern(" OS/Arch: +linux/amd64");
    assertThat(cli.run("version", "-f", "{{.Server.APIVersion}} {{.Server.Os}}").text())
        .isEqualTo(engine.apiVersion() + " linux");
    assertThat(cli.run("version", "-f", "{{.Client.APIVersion}}").text())
        .isEqualTo(engine.apiVersion());
  }

  @Test
  void infoCounts() {
    runIdle("idle");
    cli.run("create", "--name", "new", "busybox", "true");
    runIdle("paused");
    cli.run("pause", "paused");
    assertThat(
            cli.run(
                    "info",
                    "-f",
                    "{{.Containers}} {{.ContainersRunning}} {{.ContainersPaused}}"
                        + " {{.ContainersStopped}} {{.Images}}")
                .text())
        .isEqualTo("3 1 1 1 1");
    assertThat(cli.run("info", "-f", "{{.Driver}} {{.DockerRootDir}} {{.NCPU}} {{.OSType}}").text())
        .isEqualTo(
            "overlay2 "
                + engine.dataRoot()
                + " "
                + Runtime.getRuntime().availableProcessors()
                + " linux");
    assertThat(cli.run("info").stdout())
        .contains("Containers: 3", " Running: 1", " Paused: 1", " Stopped: 1", "Storage Driver: ")
        .contains("Kernel Version: ", "Swarm: inactive", "Total Memory: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run", "create", "start", "stop", "restart", "kill", "pause", "unpause", "attach", "exec",
        "rm", "wait", "rename", "logs", "ps", "top", "inspect", "images", "tag", "rmi", "import",
        "load", "save", "history", "events", "version", "info"
      })
  void everyVerbExplainsItself(String verb) {
    var help = cli.run(verb, "--help");
    assertThat(help.stdout()).contains("Usage:  " + programName() + " " + verb);
    assertThat(cli.run("help", verb).stdout()).isEqualTo(help.stdout());
  }

  private String programName() {
    return program() == Client.Program.DOCKER ? "docker" : "gantry";
  }

  @Test
  void helpListsTheVerbs() {
    assertThat(cli.run("--help").stdout())
        .contains("Usage:")
        .contains("run ", "exec ", "ps ", "images ", "logs ");
    assertThat(cli.run("help").stdout()).contains("Usage:");
  }

  @Test
  void mistakesOnTheCommandLineExplainWhereToLook() {
    var flag = cli.attempt("ps", "--bogus");
    assertThat(flag.exitCode()).isEqualTo(125);
    assertThat(flag.stderr()).contains("unknown flag: --bogus").contains("ps --help");
    var shorthand = cli.attempt("run", "-y", "busybox");
    assertThat(shorthand.exitCode()).isEqualTo(125);
    assertThat(shorthand.stderr()).contains("unknown shorthand flag: 'y' in -y");
    var missing = cli.attempt("run");
    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.stderr()).contains("requires at least 1 argument");
    var value = cli.attempt("run", "--name");
    assertThat(value.exitCode()).isEqualTo(125);
    assertThat(value.stderr()).contains("flag needs an argument: --name");
  }

  @Test
  void flagsMayBeWrittenInEveryWay() {
    assertThat(
            cli.run(
                    "run",
                    "--rm=true",
                    "--name=one",
                    "-e=A=1",
                    "-eB=2",
                    "-i=false",
                    "busybox",
                    "sh",
                    "-c",
                    "echo $A$B")
                .text())
        .isEqualTo("12");
    assertThat(cli.run("ps", "-aq", "--no-trunc=false").text()).isEmpty();
    assertThat(cli.run("run", "--rm", "busybox", "echo", "--rm", "-it").text())
        .isEqualTo("--rm -it");
  }

  @Test
  void anEngineThatIsNotThereIsNamed() {
    var outcome = cli.attempt("-H", "unix:///nowhere/docker.sock", "ps");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.stderr())
        .contains("unix:///nowhere/docker.sock")
        .contains("annot connect to the");
  }

  @Test
  void theEndpointIsChosenByFlagBeforeEnvironment() {
    assertThat(cli.run("-H", engine.endpoint(), "version", "-f", "{{.Server.Os}}").text())
        .isEqualTo("linux");
    assertThat(cli.run("--host=" + engine.endpoint(), "ps", "-q").text()).isEmpty();
  }
}
