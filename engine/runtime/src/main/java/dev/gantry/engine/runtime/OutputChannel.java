package dev.gantry.engine.runtime;

/// Which of its outputs a process wrote to; with a terminal everything is standard output.
public enum OutputChannel {
  STDOUT,
  STDERR
}
