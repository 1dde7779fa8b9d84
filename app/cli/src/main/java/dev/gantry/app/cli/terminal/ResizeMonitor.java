package dev.gantry.app.cli.terminal;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.EngineClient;
import dev.gantry.app.cli.client.EngineException;
import dev.gantry.app.cli.grammar.ExitException;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/// Keeps a process's terminal as large as ours.
public final class ResizeMonitor implements AutoCloseable {
  private static final int ATTEMPTS = 10;
  private static final int STEP_MILLIS = 10;

  private final BooleanSupplier resize;
  private final Runnable removal;

  private ResizeMonitor(BooleanSupplier resize, Runnable removal) {
    this.resize = resize;
    this.removal = removal;
  }

  /// For processes without a terminal: does nothing.
  public static ResizeMonitor none() {
    return new ResizeMonitor(() -> true, () -> {});
  }

  /// Resizes now and at each change. The first resize may come before the process is there,
  /// hence it is tried a few times on its own thread.
  ///
  /// @param collection `/containers/` or `/exec/`
  public static ResizeMonitor open(
      EngineClient engine, Terminal terminal, String collection, String id) {
    Object order = new Object();
    BooleanSupplier resize =
        () -> {
          // One after another, so that the size sent last is the size read last.
          synchronized (order) {
            return terminal
                .size(Terminal.STDOUT)
                .map(size -> resize(engine, collection, id, size.rows(), size.columns()))
                .orElse(true);
          }
        };
    Runnable removal =
        Signals.on(
            "WINCH",
            () -> {
              // A size that could not be set now is set by the next change.
              boolean _ = resize.getAsBoolean();
            });
    ResizeMonitor monitor = new ResizeMonitor(resize, removal);
    if (!resize.getAsBoolean()) {
      Thread retries = new Thread(monitor::retry, "resize");
      retries.setDaemon(true);
      retries.start();
    }
    return monitor;
  }

  private void retry() {
    try {
      for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
        Thread.sleep(attempt * (long) STEP_MILLIS);
        if (resize.getAsBoolean()) {
          return;
        }
      }
      System.err.println("failed to resize tty, using default size");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Sets a size once and says whether the engine took it.
  public static boolean resize(
      EngineClient engine, String collection, String id, int rows, int columns) {
    try {
      engine
          .post(ApiPath.of(collection).id(id, "/resize").query("h", rows).query("w", columns))
          .close();
      return true;
    } catch (IOException | EngineException | ExitException _) {
      return false;
    }
  }

  @Override
  public void close() {
    removal.run();
  }
}
