package dev.gantry.kube.client;

import dev.gantry.kube.objects.StatusException;
import java.time.Duration;
import java.util.List;

/// Changes as they happen. Belongs to one reading thread; the server never waits for it, so one
/// that falls far behind ends with Expired and its reader lists again.
public interface ObjectWatch extends AutoCloseable {

  /// Waits for the next changes, at most so long; empty when none came.
  ///
  /// @throws StatusException Expired when changes were lost, ServiceUnavailable when the server
  // ends
  List<ObjectEvent> next(Duration patience) throws InterruptedException;

  @Override
  void close();
}
