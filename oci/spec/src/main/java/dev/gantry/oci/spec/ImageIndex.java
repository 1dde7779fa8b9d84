package dev.gantry.oci.spec;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Several manifests under one name, usually one for each platform.
public record ImageIndex(
    MediaType mediaType,
    Optional<String> artifactType,
    List<Descriptor> manifests,
    Optional<Descriptor> subject,
    SortedMap<String, String> annotations)
    implements Manifest {

  public ImageIndex {
    manifests = List.copyOf(manifests);
    annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
  }

  /// An OCI index with nothing but manifests.
  public static ImageIndex of(List<Descriptor> manifests) {
    return new ImageIndex(
        MediaType.OCI_INDEX,
        Optional.empty(),
        manifests,
        Optional.empty(),
        Collections.emptySortedMap());
  }

  /// The image manifest that fits `machine` best; the first of equals. Attestations
  /// (`unknown/unknown`) and nested indexes never fit.
  public Optional<Descriptor> select(Platform machine) {
    Descriptor best = null;
    int bestPreference = Integer.MAX_VALUE;
    for (var candidate : manifests) {
      int preference =
          candidate.mediaType().isManifest()
              ? candidate.platform().map(machine::preference).orElse(-1)
              : -1;
      if (preference >= 0 && preference < bestPreference) {
        best = candidate;
        bestPreference = preference;
      }
    }
    return Optional.ofNullable(best);
  }

  @Override
  public byte[] encode() {
    return ManifestJson.encode(this);
  }
}
