package dev.gantry.tests.dockercli;

import java.util.stream.Stream;

/// Puts command lines together.
final class Arguments {
  private Arguments() {}

  static String[] prepend(String[] tail, String... head) {
    return join(head, tail);
  }

  static String[] append(String[] head, String... tail) {
    return join(head, tail);
  }

  private static String[] join(String[] head, String[] tail) {
    return Stream.of(head, tail).flatMap(Stream::of).toArray(String[]::new);
  }
}
