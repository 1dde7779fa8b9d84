package dev.gantry.kube.api;

import java.time.Duration;

/// How far back the API remembers, and how often it says where it is.
///
/// @param history how much of the past watches and continued lists can reach at least
/// @param bookmarks how often a watch says how far it has come
public record KubeApiConfig(Duration history, Duration bookmarks) {
  public static final KubeApiConfig DEFAULT =
      new KubeApiConfig(Duration.ofMinutes(5), Duration.ofMinutes(1));
}
