package dev.gantry.oci.archive;

import java.util.Optional;

/// Chooses and renames the entries of an archive that is read or written; an empty result
/// leaves the entry out, and when a directory is left out of an archive being written, so is
/// what is below it. Targets of hard links are names of entries too, so who renames must rename
/// them.
@FunctionalInterface
public interface EntrySelection {
  /// Every entry as it is.
  EntrySelection ALL = Optional::of;

  Optional<TarEntry> select(TarEntry entry);
}
