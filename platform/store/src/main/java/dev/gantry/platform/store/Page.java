package dev.gantry.platform.store;

import java.util.List;
import java.util.Optional;

/// Entries in key order, all as of one revision.
///
/// @param revision the revision the entries were read at; a watch after it misses nothing
/// @param remaining how many more entries the request matches beyond this page
/// @param next the request for the page after this one, at the same revision
public record Page(List<Entry> entries, long revision, long remaining, Optional<ListRequest> next) {

  public Page {
    entries = List.copyOf(entries);
  }

  /// The page that answers `request`, given that `remaining` entries follow.
  static Page of(ListRequest request, List<Entry> entries, long revision, long remaining) {
    Optional<ListRequest> next =
        remaining == 0
            ? Optional.empty()
            : Optional.of(request.at(revision).after(entries.getLast().key()));
    return new Page(entries, revision, remaining, next);
  }
}
