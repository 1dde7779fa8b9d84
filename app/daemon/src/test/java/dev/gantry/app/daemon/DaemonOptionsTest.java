package dev.gantry.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.platform.errors.FailedPreconditionException;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.testkit.TemporaryRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DaemonOptionsTest {
  @RegisterExtension final TemporaryRoot root = new TemporaryRoot();

  private DaemonConfig withFile(String json, String... flags) throws IOException {
    Path file = root.resolve("daemon.json");
    Files.writeString(file, json);
    List<String> all = new java.util.ArrayList<>(List.of("--config-file", file.toString()));
    all.addAll(List.of(flags));
    return DaemonOptions.parse(all);
  }

  @Test
  void hasDefaults() throws IOException {
    DaemonConfig config = withFile("{}");

    assertThat(config.dataRoot()).isEqualTo(Path.of("/var/lib/gantry"));
    assertThat(config.hosts()).containsExactly("unix:///run/gantry/docker.sock");
    assertThat(config.bridge()).isEqualTo("gantry0");
  }

  @Test
  void readsFlagsInAllTheirForms() throws IOException {
    DaemonConfig config =
        withFile("{}", "-H", "unix:///a", "--host=unix:///b", "-D", "--bip", "10.9.0.1/24");

    assertThat(config.hosts()).containsExactly("unix:///a", "unix:///b");
    assertThat(config.logLevel()).isEqualTo("debug");
    assertThat(config.bip()).contains("10.9.0.1/24");
  }

  @Test
  void readsTheFileUnderItsOwnNames() throws IOException {
    DaemonConfig config =
        withFile(
            """
            {"hosts": ["unix:///a"], "dns": ["10.0.0.53"], "log-level": "warn",
             "default-address-pools": [{"base": "10.0.0.0/8", "size": 24}]}""");

    assertThat(config.hosts()).containsExactly("unix:///a");
    assertThat(config.dns()).containsExactly("10.0.0.53");
    assertThat(config.logLevel()).isEqualTo("warn");
    assertThat(config.addressPools()).containsExactly("base=10.0.0.0/8,size=24");
  }

  @Test
  void takesAnEmptyListForNothing() throws IOException {
    assertThat(withFile("{\"hosts\": [], \"bip\": []}").bip()).isEmpty();
  }

  @Test
  void refusesWhatNobodyCouldMean() {
    assertThatThrownBy(() -> withFile("{}", "--data-rot", "/x"))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage("unknown option: --data-rot (did you mean --data-root?)");
    assertThatThrownBy(() -> withFile("{\"bip\": \"10.0.0.1/24\"}", "--bip", "10.9.0.1/24"))
        .hasMessageContaining("is given both on the command line and in");
    assertThatThrownBy(() -> withFile("[]")).hasMessageContaining("is no JSON object");
    assertThatThrownBy(() -> withFile("{}", "--bip")).hasMessage("flag needs an argument: --bip");
    assertThatThrownBy(() -> withFile("{}", "--mtu", "many")).hasMessage("not a number: many");
    assertThatThrownBy(() -> withFile("{}", "--data-root", "relative"))
        .hasMessageContaining("must be absolute paths");
  }

  @Test
  void offersNothingOverTcpWithoutCertificates() throws IOException {
    DaemonConfig open = withFile("{}", "-H", "tcp://127.0.0.1:2375");
    assertThatThrownBy(() -> Endpoints.of(open)).isInstanceOf(FailedPreconditionException.class);

    DaemonConfig malformed = withFile("{}", "--tlsverify", "-H", "tcp://[");
    assertThatThrownBy(() -> Endpoints.of(malformed))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage("invalid bind address tcp://[");
  }

  @Test
  void replacesAPidFileThatNamesSomeOtherProgram() throws IOException {
    Path file = root.resolve("pid");
    Files.writeString(file, "1\n");

    try (var _ = PidFile.write(withFile("{}", "--pidfile", file.toString()))) {
      assertThat(file).hasContent(String.valueOf(ProcessHandle.current().pid()));
    }

    assertThat(file).doesNotExist();
  }
}
