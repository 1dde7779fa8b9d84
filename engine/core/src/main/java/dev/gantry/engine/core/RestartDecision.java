package dev.gantry.engine.core;

/// Whether a restart policy wants a container back.
final class RestartDecision {
  private RestartDecision() {}

  /// Right after a run ended.
  ///
  /// @param byWish a client asked for this end
  static boolean afterExit(ContainerRecord record, int exitCode, boolean byWish) {
    if (byWish || record.stoppedByHand()) {
      return false;
    }
    var policy = record.spec().restartPolicy();
    return switch (policy.kind()) {
      case NO -> false;
      case ALWAYS, UNLESS_STOPPED -> true;
      case ON_FAILURE -> exitCode != 0 && retriesLeft(record, policy);
    };
  }

  /// When the daemon starts and finds the container ended. Here `always` means always, even after
  /// a client stopped it; that is the difference to `unless-stopped`.
  static boolean afterBoot(ContainerRecord record, int exitCode) {
    var policy = record.spec().restartPolicy();
    return switch (policy.kind()) {
      case NO -> false;
      case ALWAYS -> true;
      case UNLESS_STOPPED -> !record.stoppedByHand();
      case ON_FAILURE -> exitCode != 0 && !record.stoppedByHand() && retriesLeft(record, policy);
    };
  }

  private static boolean retriesLeft(ContainerRecord record, RestartPolicy policy) {
    return policy.maximumRetries() == 0 || record.restartCount() < policy.maximumRetries();
  }
}
