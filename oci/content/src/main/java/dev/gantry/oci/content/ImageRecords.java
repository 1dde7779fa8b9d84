package dev.gantry.oci.content;

import dev.gantry.oci.spec.Descriptor;
import dev.gantry.oci.spec.DiffId;
import dev.gantry.oci.spec.Digest;
import dev.gantry.oci.spec.ImageId;
import dev.gantry.oci.spec.ImageReference;
import dev.gantry.oci.spec.MediaType;
import dev.gantry.platform.errors.DataLossException;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.json.Json;
import dev.gantry.platform.store.Entry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How images and names lie in the store: `/images/<id>` and `/image-names/<reference>`.
final class ImageRecords {
  static final String IMAGES = "/images/";
  static final String NAMES = "/image-names/";

  private ImageRecords() {}

  static String key(ImageId id) {
    return IMAGES + id;
  }

  static String key(ImageReference name) {
    return NAMES + name;
  }

  static byte[] encode(Image image) {
    return Json.bytes(
        new StoredImage(
            StoredBlob.of(image.config()),
            image.layers().stream()
                .map(
                    layer ->
                        new StoredLayer(
                            StoredBlob.of(layer.blob()), layer.diffId().toString(), layer.size()))
                .toList(),
            image.parent().map(ImageId::toString).orElse(null),
            image.created().toString(),
            image.lastTagged().map(Instant::toString).orElse(null)));
  }

  static byte[] encode(NamedImage named) {
    return Json.bytes(
        new StoredName(
            named.image().toString(), named.manifest().map(StoredBlob::of).orElse(null)));
  }

  static Image decodeImage(Entry entry) {
    try {
      var stored = Json.read(entry.value(), StoredImage.class);
      return new Image(
          ImageId.parse(entry.key().substring(IMAGES.length())),
          stored.config.descriptor(),
          stored.layers.stream().map(StoredLayer::layer).toList(),
          Optional.ofNullable(stored.parent).map(ImageId::parse),
          Instant.parse(stored.created),
          Optional.ofNullable(stored.lastTagged).map(Instant::parse));
    } catch (InvalidArgumentException e) {
      throw damaged(entry, e);
    }
  }

  static NamedImage decodeName(Entry entry) {
    try {
      var stored = Json.read(entry.value(), StoredName.class);
      return new NamedImage(
          ImageReference.parse(entry.key().substring(NAMES.length())),
          ImageId.parse(stored.image),
          Optional.ofNullable(stored.manifest).map(StoredBlob::descriptor));
    } catch (InvalidArgumentException e) {
      throw damaged(entry, e);
    }
  }

  private static DataLossException damaged(Entry entry, InvalidArgumentException cause) {
    return new DataLossException("record " + entry.key() + " is damaged", cause);
  }

  private record StoredImage(
      StoredBlob config,
      List<StoredLayer> layers,
      @Nullable String parent,
      String created,
      @Nullable String lastTagged) {}

  private record StoredName(String image, @Nullable StoredBlob manifest) {}

  private record StoredLayer(StoredBlob blob, String diffId, long size) {
    ImageLayer layer() {
      return new ImageLayer(blob.descriptor(), DiffId.parse(diffId), size);
    }
  }

  private record StoredBlob(String mediaType, String digest, long size) {
    static StoredBlob of(Descriptor descriptor) {
      return new StoredBlob(
          descriptor.mediaType().value(), descriptor.digest().toString(), descriptor.size());
    }

    Descriptor descriptor() {
      return Descriptor.of(new MediaType(mediaType), Digest.parse(digest), size);
    }
  }
}
