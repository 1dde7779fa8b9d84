package dev.gantry.oci.spec;

import java.util.Optional;
import java.util.SortedMap;

/// What a tag of a registry points at: the manifest of one image, or an index of several.
public sealed interface Manifest permits ImageManifest, ImageIndex {
  /// More than the 4 MiB every registry accepts is refused before it is parsed.
  int MAX_SIZE = 4 << 20;

  MediaType mediaType();

  Optional<String> artifactType();

  Optional<Descriptor> subject();

  SortedMap<String, String> annotations();

  /// The document as bytes, the same for equal values.
  byte[] encode();

  /// Reads a manifest or an index.
  ///
  /// The shape, the field `mediaType` and `declared` (a Content-Type, or a descriptor's media type)
  /// must agree, and a document with both `layers` and `manifests` is refused: else two readers
  /// could see two images under one digest (CVE-2021-41190).
  ///
  /// @throws dev.gantry.platform.errors.InvalidArgumentException when it is too big, malformed or
  ///     ambiguous
  /// @throws dev.gantry.platform.errors.NotImplementedException when it is of docker's schema 1
  static Manifest decode(byte[] document, Optional<MediaType> declared) {
    return ManifestJson.decode(document, declared);
  }
}
