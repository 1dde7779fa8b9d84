package dev.gantry.kube.client;

import java.time.Duration;

/// Makes the world what one object asks for.
///
/// A key says only that something about it may have changed: the reconciler reads the present state
/// and takes the next step. It is never run twice at once for one key.
@FunctionalInterface
public interface Reconciler<K> {

  /// Works on one key. A failure is repeated, later and later.
  ///
  /// @throws dev.gantry.kube.objects.StatusException what the API refused
  Outcome reconcile(K key) throws InterruptedException;

  /// What remains to be done. The latest outcome for a key decides: it replaces a visit that an
  /// earlier one asked for.
  sealed interface Outcome {
    /// Nothing, until something changes.
    record Done() implements Outcome {}

    /// Look again after a while even if nothing changes.
    record RetryAfter(Duration delay) implements Outcome {}

    static Outcome done() {
      return new Done();
    }

    static Outcome retryAfter(Duration delay) {
      return new RetryAfter(delay);
    }
  }
}
