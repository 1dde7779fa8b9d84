package dev.gantry.kube.auth;

/// Decides whether somebody may do something.
public interface Authorizer {

  Decision decide(AccessRequest request);

  /// The answer.
  ///
  /// @param reason for people, may be empty
  record Decision(boolean allowed, String reason) {
    public static Decision allow(String reason) {
      return new Decision(true, reason);
    }

    public static Decision deny(String reason) {
      return new Decision(false, reason);
    }
  }
}
