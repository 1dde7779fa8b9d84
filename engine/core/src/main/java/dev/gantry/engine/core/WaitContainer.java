package dev.gantry.engine.core;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.util.Optional;

/// Waits for a container to end.
public final class WaitContainer {
  private final Containers containers;

  WaitContainer(Containers containers) {
    this.containers = containers;
  }

  /// What is waited for.
  public enum Condition {
    /// It does not run, now or later.
    NOT_RUNNING,
    /// A run ends from now on.
    NEXT_EXIT,
    /// It is gone.
    REMOVED;

    /// Reads the word of the API; the empty word is [#NOT_RUNNING].
    public static Condition parse(String text) {
      return switch (text) {
        case "", "not-running" -> NOT_RUNNING;
        case "next-exit" -> NEXT_EXIT;
        case "removed" -> REMOVED;
        default -> throw new InvalidArgumentException("invalid condition: \"" + text + "\"");
      };
    }
  }

  /// The end that was waited for.
  ///
  /// @param error why the container could not be removed, when that was waited for
  public record Result(int exitCode, Optional<String> error) {}

  /// A wait whose starting point is fixed, so that nothing that happens from now on is missed.
  public interface Waiting {
    /// Blocks until the condition holds.
    Result await() throws InterruptedException;
  }

  /// Begins to wait without blocking. What a client was promised to be told of must be asked for
  /// before the cause can happen: first this, then the answer's head, then [Waiting#await].
  public Waiting begin(String reference, Condition condition) {
    var container = containers.get(reference);
    var board = container.exits();
    long point = board.now();
    long failures = board.removalFailures();
    return switch (condition) {
      case NOT_RUNNING ->
          isAtRest(container.state())
              ? () -> new Result(container.state().exitCode(), Optional.empty())
              : () -> result(board.awaitExitAfter(point));
      case NEXT_EXIT -> () -> result(board.awaitExitAfter(point));
      case REMOVED -> () -> result(board.awaitRemovalAfter(failures));
    };
  }

  private static boolean isAtRest(ContainerState state) {
    return switch (state) {
      case ContainerState.Running _, ContainerState.Paused _, ContainerState.Restarting _ -> false;
      case ContainerState.Created _, ContainerState.Exited _, ContainerState.Dead _ -> true;
    };
  }

  private static Result result(ExitBoard.Exit exit) {
    return new Result(exit.code(), exit.error());
  }
}
