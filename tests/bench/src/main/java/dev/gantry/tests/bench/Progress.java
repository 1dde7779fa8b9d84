package dev.gantry.tests.bench;

/// What the person at the terminal sees while the table grows.
final class Progress {
  private Progress() {}

  static void say(String line) {
    System.err.println("bench: " + line);
  }
}
