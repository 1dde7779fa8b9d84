package dev.gantry.engine.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gantry.platform.lifecycle.Timers;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.Fd;
import dev.gantry.platform.linux.PollEvent;
import dev.gantry.platform.linux.Poller;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Waits for the line by which conmon says how the creation of a task went.
///
/// When the OCI runtime is killed meanwhile, conmon never says: it reads the complaint of what
/// it takes for a failed runtime, and the half-made task, which waits for the runtime in turn,
/// has that pipe open. So when it takes long, somebody looks whether the runtime still lives.
final class MonitorReport implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MonitorReport.class);
  private static final Duration LONG = Duration.ofSeconds(2);

  private final Fd pipe;
  private final Bundle bundle;
  private final Timers timers;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CompletableFuture<String> line = new CompletableFuture<>();
  private final Poller.Registration registration;
  private volatile Timers.Timer doubt;

  MonitorReport(Fd pipe, Bundle bundle, Poller poller, Timers timers) throws ErrnoException {
    this.pipe = pipe;
    this.bundle = bundle;
    this.timers = timers;
    this.doubt = timers.after(LONG, this::lookAfterRuntime);
    this.registration =
        poller.register(
            pipe, Set.of(PollEvent.READABLE), Poller.Mode.LEVEL, (here, _) -> read(here));
  }

  private void read(Poller.Registration here) {
    var buffer = new byte[4096];
    int count;
    try {
      count = pipe.read(buffer, 0, buffer.length);
    } catch (ErrnoException e) {
      LOG.warn("cannot read the report of a monitor task={}", bundle.id(), e);
      count = -1;
    }
    bytes.write(buffer, 0, Math.max(count, 0));
    if (count <= 0 || buffer[count - 1] == '\n') {
      here.close();
      line.complete(bytes.toString(UTF_8));
    }
  }

  private void lookAfterRuntime() {
    try {
      var monitor = bundle.findMonitorPid();
      boolean alive = false;
      if (monitor.isPresent()) {
        for (int child : Children.of(Integer.toString(monitor.getAsInt()))) {
          alive |= !Children.isOfContainer(child);
        }
      }
      if (alive) {
        doubt = timers.after(LONG, this::lookAfterRuntime);
      } else {
        line.complete("");
      }
    } catch (IOException e) {
      LOG.warn("cannot look after an OCI runtime task={}", bundle.id(), e);
    }
  }

  /// The line; empty when there will be none.
  String await() throws InterruptedException {
    try {
      return line.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a future that only completes has failed", e);
    }
  }

  @Override
  public void close() {
    doubt.cancel();
    registration.close();
  }
}
