package dev.gantry.tests.dockercli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `run` that cannot work: docker's words, docker's exit codes, nothing left behind.
class RunFailureTest extends CliTest {
  @Test
  void anUnknownCommandExits127AndNamesIt() {
    var outcome = runToEnd("busybox", "no-such-program");
    assertThat(outcome.exitCode()).isEqualTo(127);
    assertThat(outcome.stderr())
        .contains("Error response from daemon:")
        .contains("exec: \"no-such-program\": executable file not found in $PATH");
    assertNothingIsLeft();
  }

  @Test
  void aMissingPathExits127() {
    var outcome = runToEnd("busybox", "/no/such/program");
    assertThat(outcome.exitCode()).isEqualTo(127);
    assertThat(outcome.stderr())
        .contains("exec: \"/no/such/program\": stat /no/such/program: no such file or directory");
    assertNothingIsLeft();
  }

  @Test
  void aFileThatIsNotExecutableExits126() {
    var outcome = runToEnd("busybox", "/etc/passwd");
    assertThat(outcome.exitCode()).isEqualTo(126);
    assertThat(outcome.stderr()).contains("exec: \"/etc/passwd\": permission denied");
    assertNothingIsLeft();
  }

  @Test
  void aFolderAsCommandExits126() {
    var outcome = runToEnd("busybox", "/etc");
    assertThat(outcome.exitCode()).isEqualTo(126);
    assertNothingIsLeft();
  }

  @Test
  void withoutRmAContainerThatCouldNotStartStaysCreated() {
    var outcome = cli.attempt("run", "--name", "broken", "busybox", "no-such-program");
    assertThat(outcome.exitCode()).isEqualTo(127);
    assertThat(inspect("broken", "{{.State.Status}} {{.State.ExitCode}} {{.State.Running}}"))
        .isEqualTo("created 127 false");
    assertThat(inspect("broken", "{{.State.Error}}")).contains("executable file not found");
  }

  @Test
  void anImageThatIsNowhereExits125() {
    var outcome = cli.attempt("run", "--rm", "--pull", "never", "no-such-image:1", "true");
    assertThat(outcome.exitCode()).isEqualTo(125);
    assertThat(outcome.stderr())
        .contains("Error response from daemon: No such image: no-such-image:1");
    assertNothingIsLeft();
  }

  @Test
  void aMissingImageIsLookedForInItsRegistry() {
    var outcome = cli.attempt("run", "--rm", "127.0.0.1:9/nowhere/app:1", "true");
    assertThat(outcome.exitCode()).isEqualTo(125);
    assertThat(outcome.stderr())
        .contains("Unable to find image '127.0.0.1:9/nowhere/app:1' locally")
        .contains("Error response from daemon: ");
    assertNothingIsLeft();
  }

  @Test
  void aNameInUseExits125AndNamesItsOwner() {
    var owner = cli.run("create", "--name", "taken", "busybox", "true").text();
    var outcome = cli.attempt("run", "--name", "taken", "busybox", "true");
    assertThat(outcome.exitCode()).isEqualTo(125);
    assertThat(outcome.stderr())
        .contains(
            "Error response from daemon: Conflict. The container name \"/taken\" is already in use"
                + " by container \""
                + owner
                + "\". You have to remove (or rename) that container to be able to reuse that"
                + " name.");
    assertThat(cli.run("ps", "-aq", "--no-trunc").text()).isEqualTo(owner);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --no-such-flag            | unknown flag: --no-such-flag
          --name=in/valid           | Invalid container name (in/valid), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed
          --memory=nonsense         | invalid argument "nonsense" for "-m, --memory" flag
          --memory=3m               | Minimum memory limit allowed is 6MB
          --publish=nonsense        | nonsense
          --publish=80:70000        | 70000
          --volume=relative:/x:bad  | bad
          --workdir=relative        | the working directory 'relative' is invalid, it needs to be an absolute path
          --network=no-such-network | network no-such-network not found
          --name=x                  | Invalid container name (x), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed
          --mount=type=bind,source=/no/such/folder,target=/x | bind source path does not exist: /no/such/folder
          --user=no-such-user       | unable to find user no-such-user: no matching entries in passwd file
          --cap-add=NO_SUCH         | NO_SUCH
          --env-file=/no/such/file  | /no/such/file: no such file or directory
          --ulimit=nofile           | nofile
          --add-host=nonsense       | bad format for add-host: "nonsense"
          """)
  void aFlagThatMakesNoSenseExits125(String flag, String message) {
    var outcome = runToEnd(flag, "busybox", "true");
    assertThat(outcome.stderr()).contains(message);
    assertThat(outcome.exitCode()).isEqualTo(125);
    assertNothingIsLeft();
  }

  @Test
  void anUnknownRestartPolicyExits125() {
    var outcome = cli.attempt("run", "--restart", "sometimes", "busybox", "true");
    assertThat(outcome.exitCode()).isEqualTo(125);
    assertThat(outcome.stderr()).contains("invalid restart policy").contains("sometimes");
    assertNothingIsLeft();
  }

  @Test
  void rmAndARestartPolicyExcludeEachOther() {
    var outcome = runToEnd("--restart", "always", "busybox", "true");
    assertThat(outcome.exitCode()).isEqualTo(125);
    assertThat(outcome.stderr()).containsIgnoringCase("conflicting options");
  }

  @Test
  void aTerminalNeedsOne() {
    var outcome = cli.attemptWithInput("", "run", "--rm", "-it", "busybox", "true");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.stderr()).contains("the input device is not a TTY");
  }

  private void assertNothingIsLeft() {
    assertThat(cli.run("ps", "-aq").text()).isEmpty();
  }
}
