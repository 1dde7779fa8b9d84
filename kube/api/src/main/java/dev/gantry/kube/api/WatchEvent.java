package dev.gantry.kube.api;

/// One event of a watch.
///
/// @param object after the change; for a deletion the last state at the deletion's revision; for a
///     bookmark an object with nothing but a resource version
public record WatchEvent(Type type, StoredObject object) {

  /// The events' names on the wire.
  public enum Type {
    ADDED,
    MODIFIED,
    DELETED,
    BOOKMARK
  }
}
