package dev.gantry.kube.auth;

import java.util.List;
import java.util.Map;

/// Who asks, as authentication found out.
///
/// @param extra further facts, such as the pod a token is bound to
public record UserInfo(
    String name, String uid, List<String> groups, Map<String, List<String>> extra) {

  public UserInfo {
    groups = List.copyOf(groups);
    extra = Map.copyOf(extra);
  }

  /// A user known by name and groups only.
  public static UserInfo of(String name, String... groups) {
    return new UserInfo(name, "", List.of(groups), Map.of());
  }
}
