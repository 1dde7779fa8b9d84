package dev.gantry.kube.patch;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// A place in a document, RFC 6901.
record JsonPointer(List<String> steps) {
  private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,8}");

  JsonPointer {
    steps = List.copyOf(steps);
  }

  /// @throws IllegalArgumentException when the text is no pointer
  static JsonPointer parse(String text) {
    if (text.isEmpty()) {
      return new JsonPointer(List.of());
    }
    if (text.charAt(0) != '/') {
      throw new IllegalArgumentException("missing leading slash: \"" + text + "\"");
    }
    return new JsonPointer(
        Arrays.stream(text.substring(1).split("/", -1))
            .map(step -> step.replace("~1", "/").replace("~0", "~"))
            .toList());
  }

  boolean isWhole() {
    return steps.isEmpty();
  }

  JsonPointer parent() {
    return new JsonPointer(steps.subList(0, steps.size() - 1));
  }

  String last() {
    return steps.getLast();
  }

  boolean isBelow(JsonPointer other) {
    return steps.size() > other.steps.size()
        && steps.subList(0, other.steps.size()).equals(other.steps);
  }

  /// What is there; a missing node when nothing is.
  JsonNode find(JsonNode document) {
    JsonNode node = document;
    for (String step : steps) {
      if (node.isArray()) {
        node = INDEX.matcher(step).matches() ? node.path(Integer.parseInt(step)) : missing();
      } else {
        node = node.path(step);
      }
    }
    return node;
  }

  private static JsonNode missing() {
    return MissingNode.getInstance();
  }

  /// A step as an index into a list.
  ///
  /// @throws IllegalArgumentException when it is none, or above `max`
  static int index(String step, int max) {
    int index = INDEX.matcher(step).matches() ? Integer.parseInt(step) : Integer.MAX_VALUE;
    if (index > max) {
      throw new IllegalArgumentException(
          "Unable to access invalid index: " + step + ": invalid index referenced");
    }
    return index;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    steps.forEach(step -> text.append('/').append(step.replace("~", "~0").replace("/", "~1")));
    return text.toString();
  }
}
