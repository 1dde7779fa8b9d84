package dev.gantry.kube.scheduler;

import java.util.List;

/// How well nodes suit a pod that could run on any of them.
interface Score {
  int BEST = 100;

  /// How much this counts beside other scores.
  int weight();

  /// From 0 to [#BEST] for each of the nodes, in their order.
  double[] rate(PodInfo pod, List<NodeInfo> nodes, Snapshot cluster);

  /// Stretches raw points so that the best node has [#BEST]; none has points when all have none.
  static double[] stretched(double[] raw) {
    double most = 0;
    for (double points : raw) {
      most = Math.max(most, points);
    }
    double[] stretched = new double[raw.length];
    for (int i = 0; i < raw.length; i++) {
      stretched[i] = most > 0 ? raw[i] * BEST / most : 0;
    }
    return stretched;
  }

  /// Stretches raw points between the worst and the best, whatever their sign.
  static double[] spread(double[] raw) {
    double least = Double.MAX_VALUE;
    double most = -Double.MAX_VALUE;
    for (double points : raw) {
      least = Math.min(least, points);
      most = Math.max(most, points);
    }
    double[] spread = new double[raw.length];
    for (int i = 0; i < raw.length; i++) {
      spread[i] = most > least ? (raw[i] - least) * BEST / (most - least) : 0;
    }
    return spread;
  }

  /// Turns points for faults into points for merits.
  static double[] reversed(double[] faults) {
    double[] merits = stretched(faults);
    for (int i = 0; i < merits.length; i++) {
      merits[i] = BEST - merits[i];
    }
    return merits;
  }
}
