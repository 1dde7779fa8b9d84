package dev.gantry.oci.spec;

/// The digest of a layer as an uncompressed tar: the same whichever way it was compressed.
public record DiffId(Digest digest) implements Comparable<DiffId> {
  public static DiffId parse(String text) {
    return new DiffId(Digest.parse(text));
  }

  @Override
  public int compareTo(DiffId other) {
    return digest.compareTo(other.digest);
  }

  @Override
  public String toString() {
    return digest.toString();
  }
}
