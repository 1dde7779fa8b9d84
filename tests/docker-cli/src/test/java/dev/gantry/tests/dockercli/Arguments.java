package dev.gantry.tests.dockercli;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Puts command lines together.
final class Arguments {
  private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

  private Arguments() {}

  static String[] prepend(String[] tail, String... head) {
    return join(head, tail);
  }

  static String[] append(String[] head, String... tail) {
    return join(head, tail);
  }

  /// The words of a text, as a shell would split them, but for quotes.
  static String[] words(String text) {
    return WHITE_SPACE.split(text.strip());
  }

  private static String[] join(String[] head, String[] tail) {
    return Stream.of(head, tail).flatMap(Stream::of).toArray(String[]::new);
  }
}
