package dev.gantry.oci.spec;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.util.Objects;
import java.util.Optional;

/// The name of an image: registry, repository, and a tag or a digest or both.
///
/// Users write the *familiar* form and mean the full one: `busybox` is
/// `docker.io/library/busybox`, to which callers that need a tag add `latest` with [#tagged].
///
/// @param registry host and port of the registry, `docker.io` when the user named none
/// @param path the repository in that registry, `library/busybox`
public record ImageReference(
    String registry, String path, Optional<String> tag, Optional<Digest> digest)
    implements Comparable<ImageReference> {
  public static final String DEFAULT_REGISTRY = "docker.io";
  public static final String DEFAULT_TAG = "latest";

  static final String OFFICIAL_PREFIX = "library/";

  public ImageReference {
    Objects.requireNonNull(registry);
    Objects.requireNonNull(path);
    ReferenceGrammar.checkLength(path);
  }

  /// Reads what a user writes: `name[:tag][@digest]`.
  ///
  /// @throws InvalidArgumentException in docker's words, such as `invalid reference format`
  public static ImageReference parse(String text) {
    return ReferenceGrammar.parse(text);
  }

  /// Registry and repository, `docker.io/library/busybox`.
  public String name() {
    return registry + "/" + path;
  }

  /// Registry and repository as users write them, `busybox`.
  public String familiarName() {
    if (!registry.equals(DEFAULT_REGISTRY)) {
      return name();
    }
    boolean official =
        path.startsWith(OFFICIAL_PREFIX) && path.indexOf('/', OFFICIAL_PREFIX.length()) < 0;
    return official ? path.substring(OFFICIAL_PREFIX.length()) : path;
  }

  /// The whole reference as users write it, `busybox:latest`.
  public String familiar() {
    return familiarName() + suffix();
  }

  /// This reference, with the tag `latest` when it has neither tag nor digest.
  public ImageReference tagged() {
    return tag.isPresent() || digest.isPresent() ? this : withTag(DEFAULT_TAG);
  }

  /// The same repository with this tag and no digest.
  ///
  /// @throws InvalidArgumentException when it is no valid tag
  public ImageReference withTag(String newTag) {
    if (!ReferenceGrammar.isTag(newTag)) {
      throw new InvalidArgumentException("invalid tag format");
    }
    return new ImageReference(registry, path, Optional.of(newTag), Optional.empty());
  }

  /// The same repository with this digest and no tag.
  public ImageReference withDigest(Digest newDigest) {
    return new ImageReference(registry, path, Optional.empty(), Optional.of(newDigest));
  }

  /// The repository alone.
  public ImageReference withoutSuffix() {
    return new ImageReference(registry, path, Optional.empty(), Optional.empty());
  }

  /// Whether both are in the same repository of the same registry.
  public boolean sameRepository(ImageReference other) {
    return registry.equals(other.registry) && path.equals(other.path);
  }

  @Override
  public int compareTo(ImageReference other) {
    return toString().compareTo(other.toString());
  }

  /// The full form, `docker.io/library/busybox:latest`.
  @Override
  public String toString() {
    return name() + suffix();
  }

  private String suffix() {
    return tag.map(t -> ":" + t).orElse("") + digest.map(d -> "@" + d).orElse("");
  }
}
