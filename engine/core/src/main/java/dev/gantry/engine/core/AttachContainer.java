package dev.gantry.engine.core;

import dev.gantry.engine.runtime.ContainerRuntime;
import dev.gantry.engine.runtime.LogQuery;
import dev.gantry.engine.runtime.LogSpec;
import dev.gantry.engine.runtime.LogStream;
import dev.gantry.engine.runtime.ProcessStreams;
import dev.gantry.platform.errors.ConflictException;
import java.util.Optional;
import java.util.OptionalLong;

/// Joins a client to a container's standard streams.
public final class AttachContainer {
  private final Containers containers;
  private final ContainerRuntime runtime;
  private final ContainerHost host;
  private final ContainerEvents events;

  AttachContainer(
      Containers containers, ContainerRuntime runtime, ContainerHost host, ContainerEvents events) {
    this.containers = containers;
    this.runtime = runtime;
    this.host = host;
    this.events = events;
  }

  /// A client's connection, which waits for the streams of a container that has yet to start.
  public interface Attachment {
    /// Whether the output is a terminal's, so without channels.
    boolean terminal();

    /// What was written before, when asked for; read it first.
    Optional<LogStream> history();

    /// The streams of the run, waiting for it to be set up. Empty when the container went away
    /// before.
    Optional<ProcessStreams> streams() throws InterruptedException;

    /// To be called when a client leaves by its detach keys.
    void detached();
  }

  /// Joins the client; what is written from now on is not missed.
  ///
  /// @param withHistory replay what the log has
  /// @throws ConflictException when it is paused or waits for its restart
  public Attachment run(String reference, boolean withHistory) {
    var container = containers.get(reference);
    switch (container.state()) {
      case ContainerState.Paused _ ->
          throw new ConflictException(
              "container " + container.id() + " is paused, unpause the container before attach");
      case ContainerState.Restarting _ ->
          throw new ConflictException(
              "Container "
                  + container.id()
                  + " is restarting, wait until the container is running");
      case ContainerState.Running _,
          ContainerState.Created _,
          ContainerState.Exited _,
          ContainerState.Dead _ -> {}
    }
    var streams = container.streams().take();
    Optional<LogStream> history =
        withHistory && host.log(container.record()) instanceof LogSpec.File file
            ? Optional.of(runtime.logs(container.id().value(), file, everything()))
            : Optional.empty();
    events.publish(container, "attach");
    return new Joined(container, history, streams);
  }

  private static LogQuery everything() {
    return new LogQuery(
        true, true, OptionalLong.empty(), Optional.empty(), Optional.empty(), false);
  }

  private final class Joined implements Attachment {
    private final Container container;
    private final Optional<LogStream> history;
    private final StreamsBoard.Ticket ticket;

    Joined(Container container, Optional<LogStream> history, StreamsBoard.Ticket ticket) {
      this.container = container;
      this.history = history;
      this.ticket = ticket;
    }

    @Override
    public boolean terminal() {
      return container.spec().process().terminal();
    }

    @Override
    public Optional<LogStream> history() {
      return history;
    }

    @Override
    public Optional<ProcessStreams> streams() throws InterruptedException {
      return ticket.await();
    }

    @Override
    public void detached() {
      events.publish(container, "detach");
    }
  }
}
