package dev.gantry.oci.content;

import dev.gantry.oci.archive.TarEntry;
import dev.gantry.oci.archive.TarWriter;
import dev.gantry.oci.spec.Descriptor;
import dev.gantry.oci.spec.Digest;
import dev.gantry.oci.spec.ImageConfig;
import dev.gantry.oci.spec.ImageIndex;
import dev.gantry.oci.spec.ImageReference;
import dev.gantry.platform.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Writes images as a tar that is an OCI image layout and docker's layout at once. What describes
/// the rest comes first, and each blob once. The same images give the same bytes.
final class ArchiveWriter {
  private final ContentReader content;
  private final ImageManifests manifests;

  ArchiveWriter(ImageStore images, ContentReader content) {
    this.content = content;
    this.manifests = new ImageManifests(images, content);
  }

  void write(Map<Image, Set<ImageReference>> chosen, OutputStream out) throws IOException {
    var tar = new TarWriter(out, TarWriter.Times.SECONDS);
    var index = new ArrayList<Descriptor>();
    var items = new ArrayList<DockerManifestItem>();
    var repositories = new TreeMap<String, Map<String, String>>();
    var documents = new TreeMap<Digest, byte[]>();
    chosen.forEach(
        (image, names) -> {
          byte[] manifest = manifests.of(image);
          documents.put(Digest.of(manifest), manifest);
          index.addAll(descriptors(image, manifest, names));
          items.add(item(image, names));
          names.forEach(name -> addRepository(repositories, image, name));
        });
    writeFile(tar, OciLayout.MARKER, OciLayout.MARKER_CONTENT.getBytes(StandardCharsets.UTF_8));
    writeFile(tar, OciLayout.INDEX, ImageIndex.of(index).encode());
    writeFile(tar, DockerLayout.MANIFEST, Json.bytes(items));
    if (!repositories.isEmpty()) {
      writeFile(tar, LegacyLayout.REPOSITORIES, Json.bytes(repositories));
    }
    writeBlobs(tar, chosen.keySet(), documents);
    tar.close();
  }

  private List<Descriptor> descriptors(Image image, byte[] manifest, Set<ImageReference> names) {
    var descriptor =
        Descriptor.of(ImageManifests.mediaType(manifest), manifest)
            .withPlatform(config(image).platform());
    if (names.isEmpty()) {
      return List.of(descriptor);
    }
    return names.stream()
        .map(
            name ->
                descriptor.withAnnotations(
                    Map.of(
                        OciLayout.NAME_ANNOTATION,
                        name.toString(),
                        OciLayout.REF_ANNOTATION,
                        name.tag().orElseThrow())))
        .toList();
  }

  /// From the blob, which is kept, and not from the record, which may be gone by now.
  private ImageConfig config(Image image) {
    return ImageConfig.decode(content.read(image.config().digest(), ImageConfig.MAX_SIZE));
  }

  private static DockerManifestItem item(Image image, Set<ImageReference> names) {
    return new DockerManifestItem(
        OciLayout.path(image.config().digest()),
        names.stream().map(ImageReference::familiar).toList(),
        image.layers().stream().map(layer -> OciLayout.path(layer.blob().digest())).toList());
  }

  private static void addRepository(
      Map<String, Map<String, String>> repositories, Image image, ImageReference name) {
    if (!image.layers().isEmpty()) {
      repositories
          .computeIfAbsent(name.familiarName(), _ -> new TreeMap<>())
          .put(name.tag().orElseThrow(), image.layers().getLast().diffId().digest().hex());
    }
  }

  private void writeBlobs(TarWriter tar, Set<Image> chosen, Map<Digest, byte[]> documents)
      throws IOException {
    tar.write(TarEntry.directory("blobs", 0755, Instant.EPOCH));
    tar.write(TarEntry.directory("blobs/sha256", 0755, Instant.EPOCH));
    var written = new HashSet<Digest>();
    for (var document : documents.entrySet()) {
      written.add(document.getKey());
      writeFile(tar, OciLayout.path(document.getKey()), document.getValue());
    }
    for (var image : chosen) {
      writeBlob(tar, image.config(), written);
    }
    for (var image : chosen) {
      for (var layer : image.layers()) {
        writeBlob(tar, layer.blob(), written);
      }
    }
  }

  private void writeBlob(TarWriter tar, Descriptor blob, Set<Digest> written) throws IOException {
    if (written.add(blob.digest())) {
      var path = OciLayout.path(blob.digest());
      try (var bytes = content.open(blob.digest())) {
        tar.write(TarEntry.file(path, blob.size(), 0644, Instant.EPOCH), bytes);
      }
    }
  }

  private static void writeFile(TarWriter tar, String path, byte[] bytes) throws IOException {
    tar.write(TarEntry.file(path, bytes.length, 0644, Instant.EPOCH), bytes);
  }
}
