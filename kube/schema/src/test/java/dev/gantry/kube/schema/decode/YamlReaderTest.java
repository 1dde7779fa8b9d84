package dev.gantry.kube.schema.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.kube.objects.BuiltInKinds;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.schema.Kinds;
import dev.gantry.platform.json.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class YamlReaderTest {

  private static JsonNode read(String yaml) {
    return YamlReader.read(yaml.getBytes(StandardCharsets.UTF_8)).json();
  }

  private static JsonNode json(String json) {
    return Json.read(json, JsonNode.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          yes | true
          on | true
          NO | false
          y | true
          "yes" | "yes"
          yess | "yess"
          0644 | 420
          0o17 | 15
          0x1F | 31
          0b101 | 5
          1_000 | 1000
          1e3 | 1000
          1.0 | 1
          1.5 | 1.5
          -7 | -7
          +7 | 7
          089 | 89
          1.2.3 | "1.2.3"
          ~ | null
          2026-11-24 | "2026-11-24"
          2026-11-24T08:00:00Z | "2026-11-24T08:00:00Z"
          12:30:45 | "12:30:45"
          !!str 5 | "5"
          !!int 0x10 | 16
          !!binary aGk= | "hi"
          18446744073709551615 | 18446744073709551615
          - | "-"
          """)
  void scalarsMeanWhatTheyMeanToKubernetes(String yaml, String expected) {
    assertThat(read("{v: " + yaml + "}").get("v").toString()).isEqualTo(json(expected).toString());
  }

  @Test
  void aliasesAndMergesAreResolved() {
    assertThat(
            read(
                """
                base: &base {a: 1, b: 2}
                list: [*base]
                more:
                  <<: *base
                  b: 3
                """))
        .isEqualTo(
            json(
                "{\"base\":{\"a\":1,\"b\":2},\"list\":[{\"a\":1,\"b\":2}],"
                    + "\"more\":{\"b\":3,\"a\":1}}"));
  }

  @Test
  void keysAreStringsInTheEnd() {
    assertThat(read("{1: a, yes: b, 1.5: c, x: d}"))
        .isEqualTo(json("{\"1\":\"a\",\"true\":\"b\",\"1.5\":\"c\",\"x\":\"d\"}"));
  }

  @Test
  void onlyTheFirstDocumentIsRead() {
    assertThat(read("a: 1\n---\nb: 2\n")).isEqualTo(json("{\"a\":1}"));
  }

  @Test
  void duplicatesAreNotedWithTheirLines() {
    var document = YamlReader.read("a: 1\nb: 2\na: 3\n".getBytes(StandardCharsets.UTF_8));

    assertThat(document.json()).isEqualTo(json("{\"a\":3,\"b\":2}"));
    assertThat(document.duplicates()).containsExactly("line 3: key \"a\" already set in map");
  }

  @Test
  void aBombOfAliasesIsRefused() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 12; i++) {
      bomb.append("a%d: &a%d [".formatted(i, i))
          .append("*a%d,".formatted(i - 1).repeat(10))
          .append("]\n");
    }

    assertThatThrownBy(() -> read(bomb.toString())).hasMessageContaining("excessive aliasing");
  }

  @Test
  void aStrictRequestWithADuplicateIsRefusedInYamlsWords() {
    String yaml =
        """
        apiVersion: apps/v1
        kind: Deployment
        spec:
          paused: true
          paused: false
        """;

    assertThatThrownBy(
            () ->
                new ObjectDecoder(Kinds::builtIn)
                    .decode(
                        yaml.getBytes(StandardCharsets.UTF_8),
                        "application/yaml",
                        BuiltInKinds.DEPLOYMENT,
                        FieldValidation.STRICT))
        .hasMessage(
            "Deployment in version \"v1\" cannot be handled as a Deployment: strict decoding"
                + " error: yaml: unmarshal errors:\n  line 5: key \"paused\" already set in map");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: b: c",
        "a: [",
        "\ta: 1",
        "*x",
        "a: &a [*a]",
        "? [a]\n: b",
        "{~: 1}",
        "a: .inf",
        "- 1",
        "x",
        "",
        "%YAML 9.9\n---\na: 1",
        "a: !!int x",
        "a: \u0007",
        "\"",
        "<<: 5"
      })
  void malformedDocumentsAreBadRequests(String yaml) {
    assertThatThrownBy(
            () ->
                new ObjectDecoder(Kinds::builtIn)
                    .decode(
                        yaml.getBytes(StandardCharsets.UTF_8),
                        "application/yaml",
                        BuiltInKinds.CONFIG_MAP,
                        FieldValidation.STRICT))
        .isInstanceOf(StatusException.class);
  }
}
