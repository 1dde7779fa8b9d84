package dev.gantry.engine.runtime;

/// A process to be run inside a task.
///
/// @param stdin whether its input is a pipe (or the terminal) rather than `/dev/null`
/// @param detached whether nobody will read its output, which then goes nowhere
public record ExecSpec(ProcessSpec process, boolean stdin, boolean detached) {}
