package dev.gantry.oci.spec;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Points at a blob: what it is, its digest and its size, with what the referrer says about it.
public record Descriptor(
    MediaType mediaType,
    Digest digest,
    long size,
    List<String> urls,
    SortedMap<String, String> annotations,
    Optional<Platform> platform,
    Optional<String> artifactType) {

  public Descriptor {
    if (size < 0) {
      throw new InvalidArgumentException("descriptor of " + digest + ": negative size " + size);
    }
    urls = List.copyOf(urls);
    annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
  }

  public static Descriptor of(MediaType mediaType, Digest digest, long size) {
    return new Descriptor(
        mediaType,
        digest,
        size,
        List.of(),
        Collections.emptySortedMap(),
        Optional.empty(),
        Optional.empty());
  }

  /// Describes `blob` itself.
  public static Descriptor of(MediaType mediaType, byte[] blob) {
    return of(mediaType, Digest.of(blob), blob.length);
  }

  public Descriptor withAnnotations(Map<String, String> added) {
    var all = new TreeMap<>(annotations);
    all.putAll(added);
    return new Descriptor(mediaType, digest, size, urls, all, platform, artifactType);
  }

  public Descriptor withPlatform(Platform stated) {
    return new Descriptor(
        mediaType, digest, size, urls, annotations, Optional.of(stated), artifactType);
  }
}
