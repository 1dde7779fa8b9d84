package dev.gantry.platform.store;

import dev.gantry.platform.errors.OutOfRangeException;
import dev.gantry.platform.errors.UnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The changes under one prefix, in order and without gaps, from [Store#watch] until [#close].
///
/// A watch belongs to one reading thread. The store buffers a bounded number of changes for it and
/// never waits: when the reader falls too far behind, the watch ends. It then still returns what
/// was buffered, and after that throws [OutOfRangeException]; the reader lists again and watches
/// after the revision of that list.
public interface Watch extends AutoCloseable {

  /// Waits for the next change: all events of one transaction under the prefix, never empty.
  ///
  /// @throws OutOfRangeException when the reader was too slow, or a compaction overtook it
  /// @throws UnavailableException when the watch or the store was closed
  List<Event> next() throws InterruptedException;

  /// Like [#next], but gives up after a while and returns nothing.
  Optional<List<Event>> poll(Duration patience) throws InterruptedException;

  /// Ends the watch. Closing twice does nothing.
  @Override
  void close();
}
