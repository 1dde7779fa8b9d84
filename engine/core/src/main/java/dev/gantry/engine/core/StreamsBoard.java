package dev.gantry.engine.core;

import dev.gantry.engine.runtime.ProcessStreams;
import dev.gantry.engine.runtime.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where clients wait that attach to a container before it runs. Each is joined to the streams the
/// moment the processes are set up, before the program runs, so it misses no byte.
final class StreamsBoard {
  private final List<Ticket> waiting = new ArrayList<>(); // all guarded by this
  private Optional<Task> current = Optional.empty();
  private boolean closed;

  /// A place in the queue; already served when a task is there.
  synchronized Ticket take() {
    var ticket = new Ticket(this);
    if (current.isPresent()) {
      ticket.serve(Optional.of(current.get().attach()));
    } else if (closed) {
      ticket.serve(Optional.empty());
    } else {
      waiting.add(ticket);
    }
    return ticket;
  }

  private synchronized void forget(Ticket ticket) {
    waiting.remove(ticket);
  }

  /// How many wait for a start; for tests of leaks.
  synchronized int waiting() {
    return waiting.size();
  }

  /// A task has been set up and will run.
  synchronized void opened(Task task) {
    current = Optional.of(task);
    waiting.forEach(ticket -> ticket.serve(Optional.of(task.attach())));
    waiting.clear();
  }

  /// The task ended; who comes now waits for the next run.
  synchronized void ended() {
    current = Optional.empty();
  }

  /// The start that clients wait for failed, or the container is gone: they get no streams.
  synchronized void abandon(boolean forGood) {
    current = Optional.empty();
    closed |= forGood;
    waiting.forEach(ticket -> ticket.serve(Optional.empty()));
    waiting.clear();
  }

  /// One client's place.
  static final class Ticket {
    private final StreamsBoard board;
    private Optional<Optional<ProcessStreams>> served = Optional.empty(); // guarded by this
    private boolean left;

    private Ticket(StreamsBoard board) {
      this.board = board;
    }

    private synchronized void serve(Optional<ProcessStreams> streams) {
      if (left) {
        streams.ifPresent(ProcessStreams::close);
        return;
      }
      served = Optional.of(streams);
      notifyAll();
    }

    /// Waits for the streams; empty when there will be none.
    Optional<ProcessStreams> await() throws InterruptedException {
      try {
        return awaitServed();
      } catch (InterruptedException e) {
        leave();
        throw e;
      }
    }

    private synchronized Optional<ProcessStreams> awaitServed() throws InterruptedException {
      while (served.isEmpty()) {
        wait();
      }
      return served.get();
    }

    /// Streams that came in the moment of leaving are closed, so that nobody buffers for them.
    private void leave() {
      board.forget(this);
      synchronized (this) {
        left = true;
        served.flatMap(streams -> streams).ifPresent(ProcessStreams::close);
      }
    }
  }
}
