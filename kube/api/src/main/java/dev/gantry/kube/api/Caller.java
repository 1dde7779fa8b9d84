package dev.gantry.kube.api;

import dev.gantry.kube.auth.UserInfo;

/// Who makes a request.
///
/// @param agent what the client calls itself, `kubectl/v1.34.0 (linux/amd64)`; may be empty
public record Caller(UserInfo user, String agent) {
  private static final int LONGEST_MANAGER = 128;

  /// The field manager of a client that names none: its own name up to the first slash.
  String defaultManager() {
    int slash = agent.indexOf('/');
    String name = slash < 0 ? agent : agent.substring(0, slash);
    if (name.isBlank()) {
      return "unknown";
    }
    return name.length() > LONGEST_MANAGER ? name.substring(0, LONGEST_MANAGER) : name;
  }
}
