package dev.gantry.tests.harness;

/// One piece of a multiplexed stream: 1 is standard output, 2 standard error.
public record Frame(int stream, String text) {}
