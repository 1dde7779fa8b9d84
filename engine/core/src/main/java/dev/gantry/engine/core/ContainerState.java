package dev.gantry.engine.core;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.Optional;

/// Where a container is in its life.
///
/// ```
/// Created ──start──▶ Running ◀──pause/unpause──▶ Paused
///    ▲                 │ exit                       │ kill
///    │                 ▼                            │
///  create   Restarting ⇄ Exited ◀───────────────────┘ ──remove──▶ (gone, or Dead if that failed)
/// ```
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "status")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ContainerState.Created.class, name = "created"),
  @JsonSubTypes.Type(value = ContainerState.Running.class, name = "running"),
  @JsonSubTypes.Type(value = ContainerState.Paused.class, name = "paused"),
  @JsonSubTypes.Type(value = ContainerState.Restarting.class, name = "restarting"),
  @JsonSubTypes.Type(value = ContainerState.Exited.class, name = "exited"),
  @JsonSubTypes.Type(value = ContainerState.Dead.class, name = "dead"),
})
public sealed interface ContainerState {
  /// Defined, never started with success; `failure` tells of the last attempt.
  record Created(Optional<StartFailure> failure) implements ContainerState {}

  /// Its process runs.
  record Running(int pid, Instant startedAt, Optional<Instant> lastFinishedAt)
      implements ContainerState {}

  /// Its processes are frozen.
  record Paused(int pid, Instant startedAt, Optional<Instant> lastFinishedAt)
      implements ContainerState {}

  /// It ended and waits for its restart policy to start it again.
  record Restarting(Ended last) implements ContainerState {}

  /// It ended.
  record Exited(Ended last) implements ContainerState {}

  /// It ended and could not be removed completely.
  record Dead(Ended last) implements ContainerState {}

  /// How a run ended.
  ///
  /// @param error why the last start failed, empty when it did not
  record Ended(
      Instant startedAt, Instant finishedAt, int exitCode, boolean oomKilled, String error) {}

  /// Why a container could not be started.
  ///
  /// @param exitCode what a shell would report: 126, 127 or 128
  record StartFailure(String message, int exitCode) {}

  /// The word users see.
  default String status() {
    return switch (this) {
      case Created _ -> "created";
      case Running _ -> "running";
      case Paused _ -> "paused";
      case Restarting _ -> "restarting";
      case Exited _ -> "exited";
      case Dead _ -> "dead";
    };
  }

  /// Whether a process of the container exists, frozen or not.
  default boolean isAlive() {
    return switch (this) {
      case Running _, Paused _ -> true;
      case Created _, Restarting _, Exited _, Dead _ -> false;
    };
  }

  /// The last exit code; 0 while nothing has ended.
  default int exitCode() {
    return switch (this) {
      case Created(var failure) -> failure.map(StartFailure::exitCode).orElse(0);
      case Running _, Paused _ -> 0;
      case Restarting(var last) -> last.exitCode();
      case Exited(var last) -> last.exitCode();
      case Dead(var last) -> last.exitCode();
    };
  }

  /// The end of the last run, when nothing runs and something has.
  default Optional<Ended> ended() {
    return switch (this) {
      case Created _, Running _, Paused _ -> Optional.empty();
      case Restarting(var last) -> Optional.of(last);
      case Exited(var last) -> Optional.of(last);
      case Dead(var last) -> Optional.of(last);
    };
  }
}
