package dev.gantry.kube.api;

import dev.gantry.kube.objects.StatusCause;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.objects.StatusReason;
import dev.gantry.platform.store.Store;
import dev.gantry.platform.store.Watch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Resource versions are revisions of the store.
final class ResourceVersions {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private ResourceVersions() {}

  /// Reads a resource version; empty text and `0` are 0, which stands for any.
  ///
  /// @throws StatusException BadRequest
  static long parse(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    try {
      long version = Long.parseUnsignedLong(text);
      if (version >= 0) {
        return version;
      }
    } catch (NumberFormatException e) {
      // The same as a number that is too large.
    }
    throw StatusException.badRequest(
        "Invalid value: \"" + text + "\": resourceVersion must be a decimal number");
  }

  /// Waits until the store has reached a revision, which it may do soon when another server's
  /// client asks; not for long, since a version from another cluster's life never comes.
  ///
  /// @throws StatusException Timeout
  static void await(Store store, long version) {
    if (store.revision() >= version) {
      return;
    }
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try (Watch changes = store.watch("", store.revision())) {
      long left = PATIENCE.toNanos();
      while (store.revision() < version && left > 0) {
        changes.poll(Duration.ofNanos(left));
        left = deadline - System.nanoTime();
      }
    } catch (InterruptedException e) {
      // Kept for the caller's next wait; the answer is that of an impatient one.
      Thread.currentThread().interrupt();
    }
    if (store.revision() < version) {
      throw tooLarge(version, store.revision());
    }
  }

  private static StatusException tooLarge(long wanted, long newest) {
    return new StatusException(
        StatusReason.TIMEOUT,
        "Too large resource version: " + wanted + ", current: " + newest,
        Optional.of(
            new StatusException.Details(
                "",
                "",
                "",
                "",
                List.of(
                    new StatusCause("ResourceVersionTooLarge", "Too large resource version", "")))),
        OptionalInt.of(1));
  }

  static StatusException expired(long version) {
    return new StatusException(
        StatusReason.EXPIRED, "too old resource version: " + version, Optional.empty());
  }
}
