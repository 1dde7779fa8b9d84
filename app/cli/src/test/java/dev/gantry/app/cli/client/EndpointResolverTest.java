package dev.gantry.app.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.app.cli.grammar.CommandLine;
import dev.gantry.app.cli.grammar.FlagType;
import dev.gantry.app.cli.grammar.Spec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndpointResolverTest {
  @TempDir Path directory;

  private Endpoint resolve(Map<String, String> environment, String... args) throws IOException {
    Spec spec =
        Spec.of("", "")
            .list('H', "host", "")
            .string('c', "context", "")
            .bool("tls", "")
            .bool("tlsverify", "")
            .flag("tlscacert", FlagType.STRING, "")
            .flag("tlscert", FlagType.STRING, "")
            .flag("tlskey", FlagType.STRING, "");
    ConfigFile config = ConfigFile.load(directory);
    return new EndpointResolver(CommandLine.parse(spec, List.of(args)).flags(), environment, config)
        .resolve();
  }

  @Test
  void theFlagComesBeforeTheVariablesAndThoseBeforeTheDefault() throws IOException {
    Map<String, String> both = Map.of("GANTRY_HOST", "unix:///g", "DOCKER_HOST", "unix:///d");
    assertThat(resolve(both, "-H", "unix:///f").url()).isEqualTo("unix:///f");
    assertThat(resolve(both).url()).isEqualTo("unix:///g");
    assertThat(resolve(Map.of("DOCKER_HOST", "unix:///d")).url()).isEqualTo("unix:///d");
    assertThat(resolve(Map.of()).url()).isEqualTo("unix:///run/gantry/docker.sock");
  }

  @Test
  void contextsAreReadFromDockersFiles() throws IOException {
    // The folder of a context is the SHA-256 of its name.
    Path meta =
        directory.resolve(
            "contexts/meta/9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    Files.createDirectories(meta);
    Files.writeString(
        meta.resolve("meta.json"),
        "{\"Name\":\"test\",\"Endpoints\":{\"docker\":{\"Host\":\"unix:///c\"}}}");
    Files.writeString(directory.resolve("config.json"), "{\"currentContext\":\"test\"}");
    assertThat(resolve(Map.of()).url()).isEqualTo("unix:///c");
    assertThat(resolve(Map.of("DOCKER_HOST", "unix:///d")).url()).isEqualTo("unix:///d");
    assertThat(resolve(Map.of("DOCKER_HOST", "unix:///d"), "-c", "test").url())
        .isEqualTo("unix:///c");
    assertThatThrownBy(() -> resolve(Map.of(), "-c", "nope"))
        .hasMessageContaining("context \"nope\": context not found");
  }

  @Test
  void addressesMayLackTheirScheme() throws IOException {
    assertThat(resolve(Map.of(), "-H", ":2375").url()).isEqualTo("tcp://localhost:2375");
    assertThat(resolve(Map.of(), "-H", "/x.sock").url()).isEqualTo("unix:///x.sock");
    assertThatThrownBy(() -> resolve(Map.of(), "-H", "ssh://host"))
        .hasMessage("protocol ssh is not supported");
  }

  @Test
  void tlsIsForTcpOnly() throws IOException {
    Map<String, String> verify = Map.of("DOCKER_TLS_VERIFY", "1", "DOCKER_CERT_PATH", "/certs");
    assertThat(resolve(verify, "-H", "tcp://h:1").tls())
        .hasValueSatisfying(files -> assertThat(files.ca()).isEqualTo(Path.of("/certs/ca.pem")));
    assertThat(resolve(verify, "-H", "unix:///x").tls()).isEmpty();
    assertThat(resolve(Map.of(), "-H", "tcp://h:1").tls()).isEmpty();
  }
}
