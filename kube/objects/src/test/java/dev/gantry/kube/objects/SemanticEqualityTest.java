package dev.gantry.kube.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.platform.json.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class SemanticEqualityTest {

  private static JsonNode json(String text) {
    return Json.tree(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void numbersAreTheirValues() {
    JsonNode number = Json.mapper().createObjectNode().put("a", 1L);
    assertThat(SemanticEquality.same(number, json("{'a':1}"))).isTrue();
    assertThat(SemanticEquality.same(number, json("{'a':2}"))).isFalse();
  }

  @Test
  void absentNullAndEmptyListsAreAlike() {
    assertThat(SemanticEquality.same(json("{'a':[],'b':null}"), json("{}"))).isTrue();
    assertThat(SemanticEquality.same(json("{'a':{}}"), json("{}"))).isFalse();
    assertThat(SemanticEquality.same(json("{'a':[1]}"), json("{'a':[1,2]}"))).isFalse();
  }
}
