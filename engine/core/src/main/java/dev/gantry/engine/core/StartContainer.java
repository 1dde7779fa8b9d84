package dev.gantry.engine.core;

/// Starts a container that was created or has ended.
public final class StartContainer {
  private final Containers containers;
  private final ContainerLife life;

  StartContainer(Containers containers, ContainerLife life) {
    this.containers = containers;
    this.life = life;
  }

  /// What came of it.
  public enum Outcome {
    STARTED,
    ALREADY_RUNNING
  }

  /// Returns once the program runs. A failed start leaves the container as it was, with the
  /// failure noted in its state.
  ///
  /// @throws dev.gantry.platform.errors.InvalidArgumentException when the program cannot be run;
  ///     clients read exit codes out of the message
  /// @throws dev.gantry.platform.errors.ConflictException when it is paused or being removed
  public Outcome run(String container) throws InterruptedException {
    return life.start(containers.get(container));
  }
}
