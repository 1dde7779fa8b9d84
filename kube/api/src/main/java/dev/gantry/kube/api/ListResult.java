package dev.gantry.kube.api;

import java.util.List;
import java.util.OptionalLong;

/// One page of a collection.
///
/// @param continueToken asks for the next page; empty on the last
/// @param remaining how many items follow this page, when that is known
public record ListResult(
    List<StoredObject> items,
    String resourceVersion,
    String continueToken,
    OptionalLong remaining) {
  public ListResult {
    items = List.copyOf(items);
  }
}
