package dev.gantry.tests.bench;

import dev.gantry.tests.harness.Reply;

/// A number is worth something only if what was measured worked.
final class Check {
  private Check() {}

  static Reply ok(Reply reply) {
    that(reply.status() < 300, "the engine answered " + reply);
    return reply;
  }

  static void that(boolean expected, String otherwise) {
    if (!expected) {
      throw new IllegalStateException(otherwise);
    }
  }
}
