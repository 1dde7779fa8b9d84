package dev.gantry.platform.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A path with holes: `/images/{name:.*}/json`. Sorts before the templates it should win against.
record PathTemplate(String text, List<Segment> segments) implements Comparable<PathTemplate> {

  /// What one position of a template matches, the most particular first.
  sealed interface Segment {
    record Literal(String text) implements Segment {}

    record One(String name) implements Segment {}

    record Many(String name) implements Segment {}

    private int rank() {
      return switch (this) {
        case Literal _ -> 0;
        case One _ -> 1;
        case Many _ -> 2;
      };
    }
  }

  static PathTemplate parse(String text) {
    List<Segment> segments = segments(text).stream().map(PathTemplate::segment).toList();
    if (segments.stream().filter(Segment.Many.class::isInstance).count() > 1) {
      throw new IllegalArgumentException("more than one parameter for many segments: " + text);
    }
    return new PathTemplate(text, segments);
  }

  private static Segment segment(String text) {
    if (!text.startsWith("{")) {
      return new Segment.Literal(text);
    }
    if (text.endsWith(":.*}")) {
      return new Segment.Many(text.substring(1, text.length() - 4));
    }
    return new Segment.One(text.substring(1, text.length() - 1));
  }

  /// The parts of an absolute path between its slashes, still encoded.
  static List<String> segments(String path) {
    if (!path.startsWith("/")) {
      throw new HttpException(400, "the path must begin with a slash: " + path);
    }
    return List.of(path.substring(1).split("/", -1));
  }

  Optional<String> firstLiteral() {
    return segments.getFirst() instanceof Segment.Literal(String literal)
        ? Optional.of(literal)
        : Optional.empty();
  }

  /// The decoded parameters, if the template matches. Nothing but the length has to be tried, since
  /// there is at most one parameter of many segments: it takes what the others leave.
  Optional<Map<String, String>> match(List<String> path) {
    int surplus = path.size() - segments.size();
    boolean elastic = segments.stream().anyMatch(Segment.Many.class::isInstance);
    if (surplus < 0 || (surplus > 0 && !elastic)) {
      return Optional.empty();
    }
    Map<String, String> parameters = new HashMap<>();
    int at = 0;
    for (Segment segment : segments) {
      int end = at + 1 + (segment instanceof Segment.Many ? surplus : 0);
      if (!matches(segment, path.subList(at, end), parameters)) {
        return Optional.empty();
      }
      at = end;
    }
    return Optional.of(parameters);
  }

  private static boolean matches(
      Segment segment, List<String> path, Map<String, String> parameters) {
    String name;
    switch (segment) {
      case Segment.Literal(String literal) -> {
        return PercentEncoding.decodePath(path.getFirst()).equals(literal);
      }
      case Segment.One(String one) -> name = one;
      case Segment.Many(String many) -> name = many;
    }
    List<String> decoded = new ArrayList<>();
    for (String part : path) {
      decoded.add(PercentEncoding.decodePath(part));
    }
    String value = String.join("/", decoded);
    parameters.put(name, value);
    return !value.isEmpty();
  }

  @Override
  public int compareTo(PathTemplate other) {
    int common = Math.min(segments.size(), other.segments.size());
    for (int i = 0; i < common; i++) {
      int byRank = Integer.compare(segments.get(i).rank(), other.segments.get(i).rank());
      if (byRank != 0) {
        return byRank;
      }
    }
    int byLength = Integer.compare(other.segments.size(), segments.size());
    return byLength != 0 ? byLength : text.compareTo(other.text);
  }
}
