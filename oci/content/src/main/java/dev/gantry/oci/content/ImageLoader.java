package dev.gantry.oci.content;

import dev.gantry.oci.archive.Compression;
import dev.gantry.oci.content.ArchivedImage.ArchivedLayer;
import dev.gantry.oci.spec.ChainId;
import dev.gantry.oci.spec.Descriptor;
import dev.gantry.oci.spec.DiffId;
import dev.gantry.oci.spec.Digest;
import dev.gantry.oci.spec.ImageConfig;
import dev.gantry.oci.spec.ImageReference;
import dev.gantry.platform.errors.InvalidArgumentException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/// Records the images found in an archive: layer by layer, then the image, then its names, so that
/// whatever can be seen is whole.
final class ImageLoader {
  /// How many bytes go by between two reports of progress.
  private static final long REPORT_EVERY = 1 << 20;

  private final ImageStore images;
  private final ContentStore content;
  private final LayerWriter layers;
  private final LayerUnpacker unpacker;
  private final Lease lease;
  private final Consumer<LoadEvent> events;
  private final Set<Digest> used = new HashSet<>();

  ImageLoader(
      ImageStore images,
      ContentStore content,
      LayerWriter layers,
      LayerUnpacker unpacker,
      Lease lease,
      Consumer<LoadEvent> events) {
    this.images = images;
    this.content = content;
    this.layers = layers;
    this.unpacker = unpacker;
    this.lease = lease;
    this.events = events;
  }

  Image load(ArchivedImage archived) {
    var config = ImageConfig.decode(archived.config());
    checkPlatform(config);
    var diffIds = config.diffIds();
    if (archived.layers().size() != diffIds.size()) {
      throw new InvalidArgumentException(
          "invalid manifest, layers length mismatch: expected %d, got %d"
              .formatted(archived.layers().size(), diffIds.size()));
    }
    var loaded = new ArrayList<ImageLayer>();
    Optional<ChainId> parent = Optional.empty();
    for (int i = 0; i < diffIds.size(); i++) {
      loaded.add(load(archived.layers().get(i), parent, diffIds.get(i)));
      parent = Optional.of(ChainId.of(parent, diffIds.get(i)));
    }
    var image =
        images.create(
            new ImageDraft(archived.config(), archived.configType(), loaded, Optional.empty()));
    archived.names().forEach(name -> tag(name, image));
    if (archived.names().isEmpty()) {
      events.accept(new LoadEvent.LoadedUnnamed(image.id()));
    }
    return image;
  }

  /// Whether a file of the archive became part of an image.
  boolean uses(ArchivedFile file) {
    return used.contains(file.digest());
  }

  private static void checkPlatform(ImageConfig config) {
    var os = config.platform().os();
    if (!os.isEmpty() && !os.equals("linux")) {
      throw new InvalidArgumentException("cannot load %s image on linux".formatted(os));
    }
  }

  private void tag(ImageReference name, Image image) {
    images
        .tag(name, image.id())
        .ifPresent(previous -> events.accept(new LoadEvent.Moved(name, previous)));
    events.accept(new LoadEvent.Loaded(name, image.id()));
  }

  private ImageLayer load(ArchivedLayer layer, Optional<ChainId> parent, DiffId diffId) {
    var chain = ChainId.of(parent, diffId);
    lease.retain(chain);
    lease.retain(layer.file().digest());
    var known = images.findLayer(layer.file().digest(), diffId);
    if (known.isPresent() && unpacker.find(chain).isPresent()) {
      layer.file().store(content, lease);
      used.add(layer.file().digest());
      return known.get();
    }
    try {
      return unpack(layer, parent, diffId);
    } catch (IOException e) {
      throw ContentFailures.of("load layer " + diffId, e);
    }
  }

  private ImageLayer unpack(ArchivedLayer layer, Optional<ChainId> parent, DiffId diffId)
      throws IOException {
    var compression = compression(layer.file());
    try (var bytes = layer.file().open(content);
        var reporting = new CountingInputStream(bytes, reporter(diffId, layer.file().size()))) {
      if (!LayerTypes.isKept(compression)) {
        return layers.write(lease, parent, reporting, diffId);
      }
      layer.file().store(content, lease);
      used.add(layer.file().digest());
      var blob =
          Descriptor.of(
              layer.mediaType().orElseGet(() -> LayerTypes.of(compression)),
              layer.file().digest(),
              layer.file().size());
      return layers.unpack(lease, parent, reporting, blob, diffId);
    }
  }

  private Compression compression(ArchivedFile file) throws IOException {
    try (var bytes = file.open(content)) {
      byte[] head = bytes.readNBytes(Compression.MAGIC_LENGTH);
      return Compression.detect(head, head.length);
    }
  }

  private LongConsumer reporter(DiffId layer, long total) {
    return new LongConsumer() {
      private long reported;

      @Override
      public void accept(long current) {
        if (current - reported >= REPORT_EVERY || current == total) {
          reported = current;
          events.accept(new LoadEvent.Unpacking(layer, current, total));
        }
      }
    };
  }
}
