package dev.gantry.engine.runtime;

import dev.gantry.platform.errors.InternalException;
import dev.gantry.platform.lifecycle.Timers;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.PollEvent;
import dev.gantry.platform.linux.Poller;
import dev.gantry.platform.linux.UnixSocket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/// The daemon's one connection to a task's monitor, shared by all clients that are attached.
///
/// conmon writes to its clients one after the other and waits for each, so a client that does
/// not read would stop the container. This one reads always, and passes on through buffers.
final class TaskStreams implements AutoCloseable {
  /// conmon sends 8 KiB and a byte that names the stream; later versions may send more.
  private static final int LONGEST_MESSAGE = 33 * 1024;

  /// conmon reads no more at once and forgets the rest.
  private static final int LARGEST_WRITE = 8000;

  private static final byte STDOUT = 2;
  private static final byte STDERR = 3;

  /// Messages read before other tasks get their turn on the poller's thread.
  private static final int BATCH = 64;

  private final UnixSocket socket;
  private final StdinMode stdin;
  private final OutputActivity activity = new OutputActivity();
  private final Optional<LogRotation> rotation;
  private final OutputFan fan;
  private final InputPipe input;
  private final Poller.Registration registration;
  private final Object reading = new Object();
  private final ByteBuffer message = ByteBuffer.allocate(LONGEST_MESSAGE); // guarded by reading
  private boolean closed; // guarded by reading
  private boolean disconnected; // guarded by this
  private boolean exited; // guarded by this

  private TaskStreams(
      UnixSocket socket,
      StdinMode stdin,
      Optional<LogRotation> rotation,
      Poller poller,
      Timers timers)
      throws ErrnoException {
    this.socket = socket;
    this.stdin = stdin;
    this.rotation = rotation;
    this.fan = new OutputFan(this::resume, Optional.of(timers));
    this.input = new InputPipe(socket::sendNow, socket.fd().duplicate(), poller, LARGEST_WRITE);
    this.registration =
        poller.register(
            socket.fd(),
            Set.of(PollEvent.READABLE),
            Poller.Mode.ONE_SHOT,
            (here, _) -> readAll(here));
  }

  /// Connects to the monitor that listens at `path`.
  static TaskStreams connect(
      Path path, StdinMode stdin, Optional<LogRotation> rotation, Poller poller, Timers timers)
      throws ErrnoException {
    var socket = UnixSocket.connect(UnixSocket.Kind.SEQUENCED_PACKET, path);
    try {
      return new TaskStreams(socket, stdin, rotation, poller, timers);
    } catch (ErrnoException e) {
      socket.close();
      throw e;
    }
  }

  OutputActivity activity() {
    return activity;
  }

  /// Runs on the poller's thread.
  private void readAll(Poller.Registration here) {
    synchronized (reading) {
      if (!closed) {
        readBatch(here);
      }
    }
  }

  private void readBatch(Poller.Registration here) {
    try {
      for (int count = 0; count < BATCH; count++) {
        message.clear();
        int length = socket.receiveNow(message);
        if (length < 0) {
          disconnected();
          return;
        }
        if (length == 0) {
          break;
        }
        if (!deliver(message.flip())) {
          noteOutput();
          return;
        }
      }
      noteOutput();
      here.rearm();
    } catch (ErrnoException _) {
      // A monitor that was killed resets the connection.
      disconnected();
    }
  }

  private boolean deliver(ByteBuffer received) {
    byte stream = received.get();
    var bytes = new byte[received.remaining()];
    received.get(bytes);
    return switch (stream) {
      case STDOUT -> fan.offer(new OutputChunk(OutputChannel.STDOUT, bytes));
      case STDERR -> fan.offer(new OutputChunk(OutputChannel.STDERR, bytes));
      default -> true;
    };
  }

  private void noteOutput() {
    activity.advance();
    rotation.ifPresent(LogRotation::check);
  }

  private void resume() {
    try {
      registration.rearm();
    } catch (ErrnoException e) {
      throw new InternalException("read the output of a task", e);
    }
  }

  private void disconnected() {
    synchronized (this) {
      disconnected = true;
      endWhenDone();
    }
  }

  /// The task's exit status is known, or its monitor was killed: clients may be told of the end
  /// once they have everything.
  void exited() {
    synchronized (this) {
      exited = true;
      endWhenDone();
    }
    activity.end();
  }

  private void endWhenDone() {
    if (disconnected && exited) {
      fan.end();
    }
  }

  ProcessStreams attach() {
    return new Client(fan.join());
  }

  /// What a monitor that has ended left in the socket still reaches the clients: who learns of the
  /// end may close this sooner than the poller has read.
  @Override
  public void close() {
    registration.close();
    synchronized (reading) {
      if (!closed) {
        closed = true;
        deliverTheRest();
        socket.close();
      }
    }
    input.close();
    disconnected();
    exited();
  }

  private void deliverTheRest() {
    try {
      message.clear();
      while (socket.receiveNow(message) > 0) {
        deliver(message.flip());
        message.clear();
      }
    } catch (ErrnoException _) {
      // A monitor that was killed resets the connection; then there is nothing more.
    }
  }

  /// One attached client.
  private final class Client implements ProcessStreams {
    private final OutputFan.Reader reader;

    Client(OutputFan.Reader reader) {
      this.reader = reader;
    }

    @Override
    public Optional<OutputChunk> read() throws InterruptedException {
      return reader.read();
    }

    @Override
    public boolean write(byte[] bytes, int offset, int length) throws InterruptedException {
      return stdin != StdinMode.NONE && input.write(bytes, offset, length);
    }

    @Override
    public void closeInput() {
      if (stdin != StdinMode.ONCE) {
        return;
      }
      try {
        socket.shutdown(UnixSocket.Direction.OUTPUT);
      } catch (ErrnoException _) {
        // The monitor has gone, and the input with it.
        return;
      }
    }

    @Override
    public boolean dropped() {
      return reader.dropped();
    }

    @Override
    public void close() {
      reader.close();
    }
  }
}
