package dev.gantry.oci.archive;

/// How far compressed data may expand before it is taken for a bomb.
///
/// @param ratio bytes out per byte in, once more than `freeBytes` have come out
/// @param freeBytes that may come out at any ratio
/// @param bytes that may come out at all
public record ExpansionLimits(int ratio, long freeBytes, long bytes) {
  /// A thousand to one after 100 MB, and a tebibyte.
  public static final ExpansionLimits DEFAULT = new ExpansionLimits(1000, 100_000_000, 1L << 40);
}
