package dev.gantry.oci.spec;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The manifest of one image: its configuration and its layers from the base up.
public record ImageManifest(
    MediaType mediaType,
    Optional<String> artifactType,
    Descriptor config,
    List<Descriptor> layers,
    Optional<Descriptor> subject,
    SortedMap<String, String> annotations)
    implements Manifest {

  public ImageManifest {
    layers = List.copyOf(layers);
    annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
  }

  /// An OCI manifest with nothing but configuration and layers.
  public static ImageManifest of(Descriptor config, List<Descriptor> layers) {
    return new ImageManifest(
        MediaType.OCI_MANIFEST,
        Optional.empty(),
        config,
        layers,
        Optional.empty(),
        Collections.emptySortedMap());
  }

  @Override
  public byte[] encode() {
    return ManifestJson.encode(this);
  }
}
