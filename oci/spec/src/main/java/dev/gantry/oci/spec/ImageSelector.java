package dev.gantry.oci.spec;

import java.util.Optional;

/// What a user may mean by the word that names an image on the command line: a full id, or a
/// reference that might also be the first digits of an id.
public sealed interface ImageSelector {
  /// A full image id, with or without `sha256:`.
  record ById(ImageId id) implements ImageSelector {}

  /// A name; when no image has it and `idPrefix` is present, the image whose id begins so.
  record ByName(ImageReference reference, Optional<String> idPrefix) implements ImageSelector {}

  /// Reads `text` as docker does.
  ///
  /// @throws dev.gantry.platform.errors.InvalidArgumentException when it can be neither
  static ImageSelector parse(String text) {
    if (ReferenceGrammar.isFullId(text)) {
      return new ById(ImageId.parse("sha256:" + text));
    }
    var fullId = findDigest(text);
    if (fullId.isPresent()) {
      return new ById(new ImageId(fullId.get()));
    }
    return new ByName(ImageReference.parse(text), idPrefix(text));
  }

  private static Optional<Digest> findDigest(String text) {
    return text.matches("sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128}")
        ? Optional.of(Digest.parse(text))
        : Optional.empty();
  }

  private static Optional<String> idPrefix(String text) {
    var digits = text.startsWith("sha256:") ? text.substring("sha256:".length()) : text;
    return digits.matches("[a-f0-9]{1,64}") ? Optional.of(digits) : Optional.empty();
  }
}
