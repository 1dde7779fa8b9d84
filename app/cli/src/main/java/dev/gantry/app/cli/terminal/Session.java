package dev.gantry.app.cli.terminal;

import dev.gantry.app.cli.client.RawStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// A conversation with a process over a taken-over connection.
///
/// Input and output run on threads of their own. The conversation ends when the output ends, or
/// when the detach keys are typed; the end of the input alone only half-closes the connection.
public final class Session {
  /// How a conversation ended.
  public enum End {
    OUTPUT_ENDED,
    DETACHED
  }

  private final RawStream stream;
  private final boolean tty;
  private final Terminal terminal;
  private final DetachKeys keys;
  private final BlockingQueue<Object> ends = new ArrayBlockingQueue<>(4);

  /// @param tty the stream is one terminal, and so is our side
  public Session(RawStream stream, boolean tty, Terminal terminal, DetachKeys keys) {
    this.stream = stream;
    this.tty = tty;
    this.terminal = terminal;
    this.keys = keys;
  }

  /// Starts copying. Whatever is absent is not copied; an absent input is ended at once.
  public Running start(
      Optional<InputStream> input, Optional<OutputStream> out, Optional<OutputStream> err)
      throws IOException {
    boolean raw = tty && input.isPresent() && terminal.isTerminal(Terminal.STDIN);
    Terminal.Raw mode = raw ? terminal.rawMode(Terminal.STDIN) : () -> {};
    if (out.isPresent() || err.isPresent()) {
      OutputStream sink = OutputStream.nullOutputStream();
      daemon("output", () -> output(out.orElse(sink), err.orElse(sink)));
    }
    boolean onlyInput = out.isEmpty() && err.isEmpty();
    if (input.isPresent()) {
      daemon("input", () -> input(input.get(), raw, onlyInput));
    } else {
      stream.closeOutput();
    }
    return new Running(mode);
  }

  private static void daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void output(OutputStream out, OutputStream err) {
    try {
      if (tty) {
        Multiplexed.copyRaw(stream.input(), out);
      } else {
        Multiplexed.copy(stream.input(), out, err);
      }
      ends.offer(End.OUTPUT_ENDED);
    } catch (IOException | RuntimeException e) {
      ends.offer(e);
    }
  }

  private void input(InputStream in, boolean raw, boolean onlyInput) {
    byte[] buffer = new byte[16 * 1024];
    try {
      OutputStream out = stream.output();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        if (!raw) {
          out.write(buffer, 0, count);
          continue;
        }
        DetachKeys.Scan scan = keys.scan(buffer, count);
        if (scan.bytes().hasRemaining()) {
          out.write(scan.bytes().array(), 0, scan.bytes().remaining());
        }
        if (scan.detached()) {
          ends.offer(End.DETACHED);
          return;
        }
      }
      stream.closeOutput();
    } catch (IOException _) {
      // The process no longer reads; the end of its output tells the rest.
    }
    if (onlyInput) {
      ends.offer(End.OUTPUT_ENDED);
    }
  }

  /// A conversation under way. Closing it gives the terminal back and drops the connection.
  public final class Running implements AutoCloseable {
    private final Terminal.Raw mode;

    private Running(Terminal.Raw mode) {
      this.mode = mode;
    }

    /// Waits for the end.
    public End await() throws IOException, InterruptedException {
      Object end = ends.take();
      mode.close();
      return switch (end) {
        case End known -> known;
        case IOException e -> throw e;
        case RuntimeException e -> throw e;
        default -> throw new IllegalStateException("unexpected end " + end);
      };
    }

    @Override
    public void close() throws IOException {
      mode.close();
      stream.close();
    }
  }
}
