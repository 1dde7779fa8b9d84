package dev.gantry.kube.kubelet;

/// A volume cannot be set up now; it is tried again.
final class VolumeFailure extends Exception {
  VolumeFailure(String message) {
    super(message);
  }

  VolumeFailure(String message, Throwable cause) {
    super(message, cause);
  }

  String message() {
    return String.valueOf(getMessage());
  }
}
