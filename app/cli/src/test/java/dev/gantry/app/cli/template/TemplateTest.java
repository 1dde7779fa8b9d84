package dev.gantry.app.cli.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.app.cli.client.Json;
import dev.gantry.app.cli.client.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {
  private static final String DATA =
      """
      {"Id":"abc","N":3,"F":1.5,"Yes":true,"No":false,"Null":null,"Text":"a-b c",
       "List":["x","y"],"Map":{"k2":"v2","k1":"v1"},"Empty":[],
       "Ports":{"80/tcp":[{"HostIp":"","HostPort":"8080"}],"81/tcp":null},
       "State":{"Running":true,"OOMKilled":false},"Html":"<a&b>"}
      """;

  private static JsonObject data() {
    try {
      return GoShape.of(Json.parseObject(DATA.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String run(String template) {
    return Template.parse(template).execute(data());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '\0',
      value = {
        "{{.Id}}~abc",
        "{{.ID}}~abc",
        "{{ .Id }}-{{.N}}~abc-3",
        "{{.F}} {{.Yes}}~1.5 true",
        "{{.List}}~[x y]",
        "{{.Map}}~map[k1:v1 k2:v2]",
        "{{.Ports}}~map[80/tcp:[{ 8080}] 81/tcp:[]]",
        "{{.State.Health}}~<nil>",
        "{{json .List}}~[\"x\",\"y\"]",
        "{{json .Html}}~\"\\u003ca\\u0026b\\u003e\"",
        "{{json .State.Health}}~null",
        "{{if .Yes}}a{{else}}b{{end}}~a",
        "{{if .No}}a{{else if .N}}b{{else}}c{{end}}~b",
        "{{if .Empty}}a{{else}}b{{end}}~b",
        "{{with .Map}}{{.k1}}{{end}}~v1",
        "{{with .Empty}}a{{else}}b{{end}}~b",
        "{{range .List}}<{{.}}>{{end}}~<x><y>",
        "{{range $i, $v := .List}}{{$i}}={{$v}};{{end}}~0=x;1=y;",
        "{{range $k, $v := .Map}}{{$k}}={{$v}};{{end}}~k1=v1;k2=v2;",
        "{{range .Empty}}a{{else}}none{{end}}~none",
        "{{range .List}}{{.}}{{break}}{{end}}~x",
        "{{range .List}}{{if eq . \"x\"}}{{continue}}{{end}}{{.}}{{end}}~y",
        "{{range .List}}{{$.Id}}{{end}}~abcabc",
        "{{$x := .N}}{{$x}}{{$x = 4}}{{$x}}~34",
        "{{index .List 1}} {{index .Map \"k1\"}}~y v1",
        "{{index .Ports \"80/tcp\" 0 \"HostPort\"}}~8080",
        "{{(index (index .Ports \"80/tcp\") 0).HostPort}}~8080",
        "{{index .Map \"nope\"}}|~|",
        "{{len .List}} {{len .Id}} {{len .Map}}~2 3 2",
        "{{join .List \", \"}}~x, y",
        "{{split .Text \"-\"}}~[a b c]",
        "{{split .Text \"-\" | len}}~2",
        "{{upper .Text}} {{lower \"AB\"}} {{title .Text}}~A-B C ab A-B C",
        "|{{pad .Id 1 2}}|~| abc  |",
        "{{truncate .Text 3}} {{truncate .Id 9}}~a-b abc",
        "{{printf \"%s %d %5d|%-5s|%05d %v %q %x %.2f %t\" .Id .N .N .Id .N .List .Id .N .F .Yes}}"
            + "~abc 3     3|abc  |00003 [x y] \"abc\" 3 1.50 true",
        "{{print .Id .N .N}} {{println .Id .N | len}}~abc3 3 6",
        "{{eq .N 3}} {{ne .N 3}} {{lt .N 4}} {{ge .N 4}} {{eq .Id \"x\" \"abc\"}}"
            + "~true false true false true",
        "{{and .Yes .No}} {{or .No .Id}} {{not .No}}~false abc true",
        "{{and .No .Nope}}~false",
        "a {{- .Id -}} b~aabcb",
        "{{/* a comment */}}x~x",
        "{{slice .Id 1}} {{slice .Id 0 2}}~bc ab",
        "{{html .Html}}~&lt;a&amp;b&gt;",
        "{{\"a\\tb\"}} {{`raw\\t`}}~a\tb raw\\t",
        "{{.List | join | len}}~wrong",
      })
  void executesAsInGo(String template, String expected) {
    if (expected.equals("wrong")) {
      assertThatThrownBy(() -> run(template)).hasMessageContaining("wrong number of args for join");
      return;
    }
    assertThat(run(template)).isEqualTo(expected);
  }

  @Nested
  class Mistakes {
    @ParameterizedTest
    @CsvSource(
        delimiter = '~',
        quoteCharacter = '\0',
        value = {
          "{{.Nope}}~template: :1:2: executing \"\" at <.Nope>: map has no entry for key \"Nope\"",
          "{{.Id~template: :1: unclosed action",
          "{{nope .}}~template: :1: function \"nope\" not defined",
          "{{if .Id}}~template: :1: unexpected EOF",
          "{{end}}~template: :1: unexpected {{end}}",
          "{{}}~template: :1: missing value for command",
          "{{template \"x\"}}~template: :1: {{template}} is not supported",
          "{{index .List 9}}~template: :1:2: executing \"\" at <index>: error calling index: index"
              + " out of range: 9",
        })
    void areToldInGosWords(String template, String message) {
      assertThatThrownBy(() -> run(template))
          .isInstanceOf(TemplateException.class)
          .hasMessage(message);
    }
  }

  @Test
  void mistakesAreTracedToTheirLine() {
    assertThatThrownBy(() -> run("a\n{{.State.Nope}}"))
        .hasMessage(
            "template: :2:8: executing \"\" at <.State.Nope>: map has no entry for key \"Nope\"");
  }

  @Test
  void rowsHaveFieldsAndLabels() {
    Row row =
        new Row("*formatter.ContainerContext")
            .with("ID", "1")
            .later("Size", () -> "0B")
            .withLabels(Map.of("a.b", "c"));
    assertThat(Template.parse("{{.ID}} {{.Size}} {{.Label \"a.b\"}}{{.Label \"x\"}}").execute(row))
        .isEqualTo("1 0B c");
    assertThat(Template.parse("{{json .}}").execute(row))
        .isEqualTo("{\"ID\":\"1\",\"Size\":\"0B\"}");
    assertThatThrownBy(() -> Template.parse("{{.Nope}}").execute(row))
        .hasMessage(
            "template: :1:2: executing \"\" at <.Nope>: can't evaluate field Nope in type"
                + " *formatter.ContainerContext");
  }
}
