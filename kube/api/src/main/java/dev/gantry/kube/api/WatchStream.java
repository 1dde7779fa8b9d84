package dev.gantry.kube.api;

import dev.gantry.kube.objects.StatusException;
import java.time.Duration;
import java.util.List;

/// The events of one watch, in order and without gaps. Belongs to one reading thread.
public interface WatchStream extends AutoCloseable {

  /// Waits for the next events, at most so long; empty when none came.
  ///
  /// @throws StatusException Expired when changes were lost because the reader was too slow or a
  ///     compaction overtook it; ServiceUnavailable when the server ends
  List<WatchEvent> next(Duration patience) throws InterruptedException;

  @Override
  void close();
}
