package dev.gantry.kube.kubelet;

/// A container cannot be made or started, for a reason its status tells.
final class ContainerFailure extends Exception {
  private final String reason;

  ContainerFailure(String reason, String message) {
    super(message);
    this.reason = reason;
  }

  ContainerFailure(String reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /// `ErrImagePull`, `CreateContainerConfigError`, …
  String reason() {
    return reason;
  }

  String message() {
    return String.valueOf(getMessage());
  }

  Waiting waiting() {
    return new Waiting(reason, message());
  }
}
