package dev.gantry.app.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  private static Object parse(String json) throws IOException {
    return Json.parse(json.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "true",
        "12",
        "-1.5e+10",
        "\"\"",
        "\"äöü €\"",
        "{\"a\":[1,{\"b\":null},\"c\"],\"d\":{\"e\":false}}",
        "\"\\\"\\\\\\n\\t\\u0001\""
      })
  void whatIsReadIsWrittenAgain(String json) throws IOException {
    assertThat(Json.text(parse(json))).isEqualTo(json);
  }

  @Test
  void escapesAndSurrogatesBecomeCharacters() throws IOException {
    assertThat(parse("\"\\u00e4\\ud83d\\ude00\\/\\b\\f\\r\"")).isEqualTo("ä😀/\b\f\r");
    assertThat(parse("\"\\ud83dx\"")).isEqualTo("\uFFFDx");
  }

  @Test
  void numbersKeepTheirDigits() throws IOException {
    assertThat(parse("25276026880000000000001"))
        .isEqualTo(new JsonNumber("25276026880000000000001"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[1", "{\"a\"}", "[1 2]", "\"", "tru", "x", "{1:2}", "\"\\x\""})
  void whatIsNoJsonIsRefused(String json) {
    assertThatThrownBy(() -> parse(json)).isInstanceOf(IOException.class);
  }

  @Test
  void nestingHasALimit() {
    assertThatThrownBy(() -> parse("[".repeat(100_000))).hasMessage("JSON nested too deeply");
  }

  @Test
  void aStreamYieldsObjectAfterObject() throws IOException {
    byte[] json = "{\"a\":1}\r\n{\"a\":2} 7 {\"a\":3}".getBytes(StandardCharsets.UTF_8);
    Json.Stream stream = Json.stream(new ByteArrayInputStream(json));
    for (int i = 1; i <= 3; i++) {
      assertThat(stream.next().orElseThrow().integer("a")).isEqualTo(i);
    }
    assertThat(stream.next()).isEmpty();
  }

  @Test
  void objectsReadLeniently() throws IOException {
    JsonObject object =
        Json.parseObject("{\"a\":null,\"n\":5,\"l\":[1,\"x\"]}".getBytes(StandardCharsets.UTF_8));
    assertThat(object.string("nope")).isEmpty();
    assertThat(object.string("a")).isEmpty();
    assertThat(object.has("a")).isFalse();
    assertThat(object.string("n")).isEqualTo("5");
    assertThat(object.object("nope").string("x")).isEmpty();
    assertThat(object.strings("l")).isEqualTo(List.of("x"));
  }

  @Test
  void indentingChangesOnlyWhiteSpace() {
    assertThat(JsonIndent.indent("{\"a\":[1, {}],\"b\":\"x,{\\\"\",\"c\":[]}", 0))
        .isEqualTo(
            """
            {
                "a": [
                    1,
                    {}
                ],
                "b": "x,{\\"",
                "c": []
            }""");
  }
}
