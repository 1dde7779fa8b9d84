package dev.gantry.oci.content;

import java.io.InputStream;
import java.util.function.LongConsumer;

/// Counts the bytes that are read through it.
final class CountingInputStream extends ObservedInputStream {
  private final LongConsumer observer;
  private long count;

  CountingInputStream(InputStream in) {
    this(in, _ -> {});
  }

  /// @param observer is told the count after each read
  CountingInputStream(InputStream in, LongConsumer observer) {
    super(in);
    this.observer = observer;
  }

  long count() {
    return count;
  }

  @Override
  void observe(byte[] bytes, int from, int length) {
    count += length;
    observer.accept(count);
  }
}
