package dev.gantry.oci.spec;

/// The identity of an image, which is the digest of its configuration blob.
public record ImageId(Digest digest) implements Comparable<ImageId> {
  public static ImageId parse(String text) {
    return new ImageId(Digest.parse(text));
  }

  /// The first twelve hexadecimal digits, as tables show them.
  public String shortId() {
    return digest.shortHex();
  }

  @Override
  public int compareTo(ImageId other) {
    return digest.compareTo(other.digest);
  }

  @Override
  public String toString() {
    return digest.toString();
  }
}
