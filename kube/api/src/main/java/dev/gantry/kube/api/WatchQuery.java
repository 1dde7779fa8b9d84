package dev.gantry.kube.api;

import dev.gantry.kube.client.ListOptions;
import java.util.Optional;

/// Which changes to watch.
///
/// @param namespace empty for all
/// @param resourceVersion changes after it; empty or `0` begins with the present objects
/// @param resourceVersionMatch `NotOlderThan` with `sendInitialEvents`, else empty
/// @param bookmarks whether the client understands bookmarks
/// @param sendInitialEvents present objects first, then a marked bookmark, then changes
public record WatchQuery(
    String namespace,
    String labelSelector,
    String fieldSelector,
    String resourceVersion,
    String resourceVersionMatch,
    boolean bookmarks,
    Optional<Boolean> sendInitialEvents) {

  /// The changes after a list's resource version.
  public static WatchQuery after(ListOptions options, String resourceVersion) {
    return new WatchQuery(
        options.namespace(),
        options.labelSelector(),
        options.fieldSelector(),
        resourceVersion,
        "",
        false,
        Optional.empty());
  }
}
