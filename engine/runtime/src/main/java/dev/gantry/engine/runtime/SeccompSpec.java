package dev.gantry.engine.runtime;

/// Which system calls a task may make.
public sealed interface SeccompSpec {
  /// Docker's default, widened by the capabilities the process has.
  record Default() implements SeccompSpec {}

  record Unconfined() implements SeccompSpec {}

  /// A profile in docker's JSON form, as given to `--security-opt seccomp=FILE`.
  record Custom(String json) implements SeccompSpec {}

  SeccompSpec DEFAULT = new Default();
  SeccompSpec UNCONFINED = new Unconfined();
}
