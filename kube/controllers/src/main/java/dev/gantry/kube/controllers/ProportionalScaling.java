package dev.gantry.kube.controllers;

import dev.gantry.kube.objects.KubeObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Follows a change of the wanted number. In the middle of a roll-out every ReplicaSet takes its
/// share, so that a doubled Deployment has twice as many old pods and twice as many new ones.
final class ProportionalScaling {
  private final ReplicaSetScaler scaler;

  ProportionalScaling(ReplicaSetScaler scaler) {
    this.scaler = scaler;
  }

  /// Whether the number changed since the sets got their sizes.
  static boolean isDue(Rollout rollout) {
    String wanted = Integer.toString(rollout.spec().replicas());
    return Rollout.active(rollout.all()).stream()
        .map(set -> set.annotations().getOrDefault(Revisions.DESIRED, wanted))
        .anyMatch(desired -> !desired.equals(wanted));
  }

  void scale(Rollout rollout) {
    Optional<KubeObject> only = activeOrLatest(rollout);
    if (only.isPresent()) {
      if (Rollout.replicas(only.get()) != rollout.spec().replicas() || isDue(rollout)) {
        scaler.scale(rollout, only.get(), rollout.spec().replicas());
      }
    } else if (isSaturated(rollout)) {
      Rollout.active(rollout.old()).forEach(set -> scaler.scale(rollout, set, 0));
    } else if (rollout.spec().isRolling()) {
      share(rollout);
    }
  }

  /// The one set that has pods, or the newest when none has; absent when several have.
  private static Optional<KubeObject> activeOrLatest(Rollout rollout) {
    List<KubeObject> active = Rollout.active(rollout.all());
    return switch (active.size()) {
      case 0 -> rollout.current().or(() -> rollout.old().reversed().stream().findFirst());
      case 1 -> Optional.of(active.getFirst());
      default -> Optional.empty();
    };
  }

  /// Whether the current set alone has all that is wanted.
  private static boolean isSaturated(Rollout rollout) {
    int wanted = rollout.spec().replicas();
    return rollout
        .current()
        .filter(set -> Rollout.replicas(set) == wanted && Rollout.available(set) == wanted)
        .filter(
            set ->
                Integer.toString(wanted)
                    .equals(set.annotations().getOrDefault(Revisions.DESIRED, "")))
        .isPresent();
  }

  private void share(Rollout rollout) {
    DeploymentSpec spec = rollout.spec();
    List<KubeObject> sets = new ArrayList<>(Rollout.active(rollout.all()));
    int allowed = spec.replicas() > 0 ? spec.replicas() + spec.maxSurge() : 0;
    int toAdd = allowed - Rollout.sum(sets, Rollout::replicas);
    // The largest comes first; of equals the newest grows first and the oldest shrinks first.
    sets.sort(
        Comparator.<KubeObject>comparingInt(set -> -Rollout.replicas(set))
            .thenComparing(toAdd > 0 ? Rollout.BY_AGE.reversed() : Rollout.BY_AGE));
    int[] sizes = new int[sets.size()];
    int added = 0;
    for (int i = 0; i < sizes.length; i++) {
      int share = toAdd == added ? 0 : share(rollout, sets.get(i), toAdd - added);
      sizes[i] = Rollout.replicas(sets.get(i)) + share;
      added += share;
    }
    // What rounding has left over.
    sizes[0] = Math.max(0, sizes[0] + toAdd - added);
    for (int i = 0; i < sizes.length; i++) {
      scaler.scale(rollout, sets.get(i), sizes[i]);
    }
  }

  private static int share(Rollout rollout, KubeObject set, int left) {
    int fraction = fraction(rollout, set);
    return left > 0 ? Math.min(fraction, left) : Math.max(fraction, left);
  }

  /// By how much the set would change if it kept its part of the whole exactly.
  private static int fraction(Rollout rollout, KubeObject set) {
    DeploymentSpec spec = rollout.spec();
    int size = Rollout.replicas(set);
    if (spec.replicas() == 0) {
      return -size;
    }
    int before = maxBefore(set);
    if (before == 0) {
      before = rollout.deployment().status().path("replicas").asInt(0);
    }
    if (before == 0) {
      return 0;
    }
    double wanted = (double) size * (spec.replicas() + spec.maxSurge()) / before;
    return (int) Math.round(wanted) - size;
  }

  private static int maxBefore(KubeObject set) {
    try {
      return Integer.parseInt(set.annotations().getOrDefault(Revisions.MAX, "0"));
    } catch (NumberFormatException _) {
      // As if it were missing: the Deployment's status is the next best measure.
      return 0;
    }
  }
}
