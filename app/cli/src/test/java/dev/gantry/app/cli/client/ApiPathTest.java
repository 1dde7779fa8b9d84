package dev.gantry.app.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ApiPathTest {
  @Test
  void namesAndValuesAreEscaped() {
    assertThat(ApiPath.of("/containers/").id("/a b?", "/json"))
        .hasToString("/containers/a%20b%3F/json");
    assertThat(ApiPath.of("/images/").id("127.0.0.1:5000/x@sha256:1", ""))
        .hasToString("/images/127.0.0.1:5000/x@sha256:1");
    assertThat(ApiPath.of("/x").query("b", "a b&ä").query("a", List.of("1", "2")).flag("c", false))
        .hasToString("/x?a=1&a=2&b=a+b%26%C3%A4");
  }

  @Test
  void filtersAreAMapOfSets() {
    Filters filters = Filters.of(List.of("Label = a=b", "status=x", "status=y"));
    assertThat(filters.json())
        .isEqualTo("{\"label\":{\"a=b\":true},\"status\":{\"x\":true,\"y\":true}}");
  }
}
