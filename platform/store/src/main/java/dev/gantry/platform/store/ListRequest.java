package dev.gantry.platform.store;

/// Which entries to list: `ListRequest.of("/pods/").limit(500)`.
///
/// @param prefix what the keys begin with; the empty prefix lists everything
/// @param revision the revision to look at, or [#NOW]
/// @param limit the most entries in one page, or [#UNLIMITED]
/// @param after only keys beyond this one; empty to begin at the first
public record ListRequest(String prefix, long revision, int limit, String after) {
  /// The newest revision there is.
  public static final long NOW = 0;

  public static final int UNLIMITED = 0;

  public ListRequest {
    Keys.requirePrefix(prefix);
    Keys.requirePrefix(after);
    if (revision < 0 || limit < 0) {
      throw new IllegalArgumentException("negative revision or limit: " + revision + ", " + limit);
    }
  }

  public static ListRequest of(String prefix) {
    return new ListRequest(prefix, NOW, UNLIMITED, "");
  }

  public ListRequest at(long revision) {
    return new ListRequest(prefix, revision, limit, after);
  }

  public ListRequest limit(int limit) {
    return new ListRequest(prefix, revision, limit, after);
  }

  public ListRequest after(String key) {
    return new ListRequest(prefix, revision, limit, key);
  }
}
