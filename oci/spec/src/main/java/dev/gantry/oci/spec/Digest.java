package dev.gantry.oci.spec;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.util.Objects;
import java.util.regex.Pattern;

/// The name of bytes: an algorithm and the lower-case hexadecimal hash. The grammar is strict, so
/// a digest may become a file name or part of a URL as it is.
public record Digest(DigestAlgorithm algorithm, String hex) implements Comparable<Digest> {
  /// More than any known digest has; the regular expression recurses.
  private static final int MAX_TEXT = 256;

  private static final Pattern SHAPE =
      Pattern.compile("[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[a-zA-Z0-9=_-]+");

  public Digest {
    Objects.requireNonNull(algorithm);
    if (hex.length() != algorithm.hexLength()) {
      throw new InvalidArgumentException("invalid checksum digest length");
    }
    if (!isLowerHex(hex)) {
      throw new InvalidArgumentException("invalid checksum digest format");
    }
  }

  /// Reads `sha256:<64 hex>` or `sha512:<128 hex>`.
  ///
  /// @throws InvalidArgumentException in the wording docker users know
  public static Digest parse(String text) {
    if (text.length() > MAX_TEXT || !SHAPE.matcher(text).matches()) {
      throw new InvalidArgumentException("invalid checksum digest format");
    }
    int colon = text.indexOf(':');
    var algorithm =
        DigestAlgorithm.find(text.substring(0, colon))
            .orElseThrow(() -> new InvalidArgumentException("unsupported digest algorithm"));
    return new Digest(algorithm, text.substring(colon + 1));
  }

  /// The SHA-256 digest of `bytes`.
  public static Digest of(byte[] bytes) {
    var hasher = hasher();
    hasher.update(bytes, 0, bytes.length);
    return hasher.finish();
  }

  /// A SHA-256 hasher for bytes that arrive in pieces.
  public static DigestHasher hasher() {
    return new DigestHasher(DigestAlgorithm.SHA256);
  }

  /// The first twelve hexadecimal digits, as tables show them.
  public String shortHex() {
    return hex.substring(0, 12);
  }

  @Override
  public int compareTo(Digest other) {
    int byAlgorithm = algorithm.compareTo(other.algorithm);
    return byAlgorithm != 0 ? byAlgorithm : hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return algorithm.label() + ":" + hex;
  }

  private static boolean isLowerHex(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }
}
