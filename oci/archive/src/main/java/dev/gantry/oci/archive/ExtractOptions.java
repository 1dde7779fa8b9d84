package dev.gantry.oci.archive;

import java.util.Optional;

/// How an archive becomes a tree.
///
/// @param whiteouts what becomes of whiteouts
/// @param rootEntry whether an entry for the root itself sets the attributes of the directory
///     that is extracted into; it does in a layer, it does not when copying into a container
/// @param keepKinds whether it is refused to replace a directory by something else, or the
///     reverse
/// @param limits what the archive may cost
/// @param ownership who owns what is extracted
/// @param selection which entries are extracted, under which names
/// @param impliedDirectories what directories are like that the archive has no entry for
public record ExtractOptions(
    Whiteouts whiteouts,
    boolean rootEntry,
    boolean keepKinds,
    TarLimits limits,
    Ownership ownership,
    EntrySelection selection,
    ImpliedDirectories impliedDirectories) {

  /// A plain archive, as `docker cp`, `ADD` and build contexts have.
  public static final ExtractOptions PLAIN =
      new ExtractOptions(
          Whiteouts.PLAIN,
          false,
          false,
          TarLimits.DEFAULT,
          entry -> new Owner(entry.uid(), entry.gid()),
          EntrySelection.ALL,
          _ -> Optional.empty());

  /// A layer of an image.
  public static ExtractOptions layer(Whiteouts whiteouts) {
    return new ExtractOptions(
        whiteouts,
        true,
        false,
        PLAIN.limits,
        PLAIN.ownership,
        PLAIN.selection,
        PLAIN.impliedDirectories);
  }

  /// The user and group of a file, by number.
  public record Owner(long uid, long gid) {}

  /// Decides who owns an extracted entry: the archive's owner, one of ours, or a mapped one.
  @FunctionalInterface
  public interface Ownership {
    Owner of(TarEntry entry);
  }

  /// Knows what a directory is like that has no entry of its own: in a layer, as it is in the
  /// layers below. An empty result means owned by root, 0755.
  @FunctionalInterface
  public interface ImpliedDirectories {
    /// The attributes of the directory at `path`, which is relative to the root.
    Optional<TarEntry> find(String path);
  }

  public ExtractOptions withKeepKinds(boolean keep) {
    return new ExtractOptions(
        whiteouts, rootEntry, keep, limits, ownership, selection, impliedDirectories);
  }

  public ExtractOptions withLimits(TarLimits other) {
    return new ExtractOptions(
        whiteouts, rootEntry, keepKinds, other, ownership, selection, impliedDirectories);
  }

  public ExtractOptions withOwnership(Ownership other) {
    return new ExtractOptions(
        whiteouts, rootEntry, keepKinds, limits, other, selection, impliedDirectories);
  }

  public ExtractOptions withSelection(EntrySelection other) {
    return new ExtractOptions(
        whiteouts, rootEntry, keepKinds, limits, ownership, other, impliedDirectories);
  }

  public ExtractOptions withImpliedDirectories(ImpliedDirectories other) {
    return new ExtractOptions(whiteouts, rootEntry, keepKinds, limits, ownership, selection, other);
  }
}
