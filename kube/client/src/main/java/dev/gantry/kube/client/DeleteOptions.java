package dev.gantry.kube.client;

import java.util.Optional;
import java.util.OptionalLong;

/// How to delete.
///
/// @param gracePeriodSeconds how long the object may take to end; absent for its own default
/// @param propagation what happens to the objects it owns; absent for the kind's default
/// @param uid delete only the object with this uid
/// @param resourceVersion delete only the object at this version
public record DeleteOptions(
    OptionalLong gracePeriodSeconds,
    Optional<Propagation> propagation,
    Optional<String> uid,
    Optional<String> resourceVersion) {

  public static final DeleteOptions DEFAULT =
      new DeleteOptions(OptionalLong.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /// What becomes of the objects that a deleted object owns.
  public enum Propagation {
    ORPHAN("Orphan"),
    BACKGROUND("Background"),
    FOREGROUND("Foreground");

    private final String text;

    Propagation(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  public DeleteOptions grace(long seconds) {
    return new DeleteOptions(OptionalLong.of(seconds), propagation, uid, resourceVersion);
  }

  public DeleteOptions propagation(Propagation policy) {
    return new DeleteOptions(gracePeriodSeconds, Optional.of(policy), uid, resourceVersion);
  }

  public DeleteOptions onlyUid(String wanted) {
    return new DeleteOptions(gracePeriodSeconds, propagation, Optional.of(wanted), resourceVersion);
  }
}
