package dev.gantry.tests.harness;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/// What a process has written so far, with a way to wait for more of it.
public final class Transcript {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final StringBuilder text = new StringBuilder();
  private boolean ended;

  /// Starts a thread that records everything `stream` delivers until it ends.
  static Transcript of(InputStream stream) {
    var transcript = new Transcript();
    Thread.ofVirtual().name("transcript").start(() -> transcript.record(stream));
    return transcript;
  }

  private void record(InputStream stream) {
    var chunk = new byte[8192];
    try (stream) {
      for (int n = stream.read(chunk); n >= 0; n = stream.read(chunk)) {
        append(new String(chunk, 0, n, StandardCharsets.ISO_8859_1));
      }
    } catch (IOException readerGone) {
      append("");
    } finally {
      lock.lock();
      try {
        ended = true;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  private void append(String more) {
    lock.lock();
    try {
      text.append(more);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Everything so far. Bytes were kept as they came; they are decoded as UTF-8 here.
  public String text() {
    lock.lock();
    try {
      var bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
      return new String(bytes, StandardCharsets.UTF_8);
    } finally {
      lock.unlock();
    }
  }

  /// Waits until the text contains `expected` and returns all of it.
  public String await(String expected) {
    return await(seen -> seen.contains(expected), "\"" + expected + "\"", Duration.ofSeconds(30));
  }

  /// Waits until `condition` holds for the text; fails when the stream ends or time runs out first.
  public String await(Predicate<String> condition, String description, Duration limit) {
    if (!reaches(() -> condition.test(text()), limit)) {
      throw new AssertionError("waited in vain for %s; seen: %s".formatted(description, text()));
    }
    return text();
  }

  /// Waits for the end of the stream and returns everything it delivered.
  public String awaitEnd(Duration limit) {
    if (!reaches(() -> ended, limit)) {
      throw new AssertionError("the stream did not end; seen: " + text());
    }
    return text();
  }

  private boolean reaches(BooleanSupplier goal, Duration limit) {
    long left = limit.toNanos();
    lock.lock();
    try {
      while (!goal.getAsBoolean() && !ended && left > 0) {
        left = changed.awaitNanos(left);
      }
      return goal.getAsBoolean();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted; seen: " + text(), stop);
    } finally {
      lock.unlock();
    }
  }
}
