package dev.gantry.oci.archive;

/// What a tar archive may cost us before it is refused. Archives come from strangers.
///
/// @param headerBytes bytes of extended headers (PAX, GNU long names) of one entry
/// @param pathBytes bytes of a name or a link target
/// @param entries entries of the archive
/// @param xattrs extended attributes of one entry
/// @param sparseExtents pieces of one sparse file
public record TarLimits(
    int headerBytes, int pathBytes, long entries, int xattrs, int sparseExtents) {
  /// A megabyte of header, the kernel's PATH_MAX, two million entries.
  public static final TarLimits DEFAULT = new TarLimits(1 << 20, 4096, 2_000_000, 1_000, 100_000);
}
