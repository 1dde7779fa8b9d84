package dev.gantry.oci.content;

import dev.gantry.oci.spec.Descriptor;
import dev.gantry.oci.spec.DiffId;
import dev.gantry.oci.spec.Digest;
import dev.gantry.oci.spec.ImageConfig;
import dev.gantry.oci.spec.ImageId;
import dev.gantry.oci.spec.ImageReference;
import dev.gantry.oci.spec.ImageSelector;
import dev.gantry.platform.errors.ConflictException;
import dev.gantry.platform.errors.FailedPreconditionException;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.errors.NotFoundException;
import dev.gantry.platform.errors.Subject;
import dev.gantry.platform.store.Durability;
import dev.gantry.platform.store.Store;
import dev.gantry.platform.store.Transaction;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// The images of this machine and their names.
///
/// An image is known by its id, the digest of its configuration. A *name* is a repository with a
/// tag or with a digest; it stands for one image, and giving it to another moves it. An image
/// without names is *dangling*.
///
/// Reads are answered from memory and see all of a change or nothing. A change is on disk when the
/// method returns. This object is the only writer of the image records of its [Store].
public final class ImageStore implements ContentRoots {
  private final Store store;
  private final ContentStore content;
  private final Leases leases;
  private final InstantSource clock;
  private final ReentrantLock writing = new ReentrantLock();
  private final ConcurrentHashMap<ImageId, ImageConfig> configs = new ConcurrentHashMap<>();
  private volatile ImageTable table;

  private ImageStore(
      Store store, ContentStore content, Leases leases, InstantSource clock, ImageTable table) {
    this.store = store;
    this.content = content;
    this.leases = leases;
    this.clock = clock;
    this.table = table;
  }

  /// Opens the images recorded in `store`, whose blobs are in `content`.
  public static ImageStore open(
      Store store, ContentStore content, Leases leases, InstantSource clock) {
    var images =
        store.list(ImageRecords.IMAGES).entries().stream().map(ImageRecords::decodeImage).toList();
    var names =
        store.list(ImageRecords.NAMES).entries().stream().map(ImageRecords::decodeName).toList();
    return new ImageStore(store, content, leases, clock, new ImageTable(images, names));
  }

  /// All images, dangling and intermediate ones too, in no particular order.
  public List<Image> all() {
    return List.copyOf(table.images());
  }

  public Optional<Image> find(ImageId id) {
    return table.find(id);
  }

  /// The image that must be there.
  ///
  /// @throws NotFoundException with the subject `image`
  public Image get(ImageId id) {
    return find(id).orElseThrow(() -> notFound(id.toString()));
  }

  /// The image of exactly this name; a reference without tag or digest means `latest`. With both,
  /// the digest decides.
  public Optional<Image> find(ImageReference name) {
    var now = table;
    return now.find(stored(name)).flatMap(named -> now.find(named.image()));
  }

  /// What exactly this name stands for, with the manifest it came with.
  public Optional<NamedImage> findName(ImageReference name) {
    return table.find(stored(name));
  }

  /// The image a user means: by full id, by name, or by the first digits of its id.
  ///
  /// @throws NotFoundException `No such image: …`, also when several ids begin with these digits
  /// @throws InvalidArgumentException when the text can be neither
  public Image resolve(String nameOrId) {
    return switch (ImageSelector.parse(nameOrId)) {
      case ImageSelector.ById(ImageId id) -> find(id).orElseThrow(() -> notFound(id.toString()));
      case ImageSelector.ByName(ImageReference name, Optional<String> prefix) ->
          find(name)
              .or(() -> prefix.flatMap(digits -> findByPrefix(digits, name)))
              .orElseThrow(() -> notFound(name.tagged().familiar()));
    };
  }

  private Optional<Image> findByPrefix(String digits, ImageReference asName) {
    var matches = table.withPrefix(digits);
    if (matches.size() > 1) {
      throw notFound(asName.tagged().familiar() + " (several image IDs begin with " + digits + ")");
    }
    return matches.stream().findFirst();
  }

  /// The configuration of an image this store has.
  public ImageConfig config(ImageId id) {
    var image = get(id);
    return configs.computeIfAbsent(
        id, _ -> ImageConfig.decode(content.read(image.config().digest(), ImageConfig.MAX_SIZE)));
  }

  /// The names of an image, sorted.
  public List<NamedImage> namesOf(ImageId id) {
    return table.namesOf(id);
  }

  /// All names, sorted.
  public List<NamedImage> names() {
    return List.copyOf(table.names());
  }

  /// The names with a tag, as users write them.
  public List<String> repoTags(ImageId id) {
    return ImageNames.familiar(namesOf(id), named -> named.name().tag().isPresent());
  }

  /// The names with a digest, as users write them.
  public List<String> repoDigests(ImageId id) {
    return ImageNames.familiar(namesOf(id), named -> named.name().digest().isPresent());
  }

  /// The images whose parent is this one.
  public List<ImageId> children(ImageId id) {
    return table.children(id);
  }

  /// A layer of any image with this blob and this diff id, which proves that they belong together.
  Optional<ImageLayer> findLayer(Digest blob, DiffId diffId) {
    return table.images().stream()
        .flatMap(image -> image.layers().stream())
        .filter(layer -> layer.diffId().equals(diffId) && layer.blob().digest().equals(blob))
        .findFirst();
  }

  /// Records an image whose layers are committed, and writes its configuration blob. An image that
  /// exists already stays as it is.
  ///
  /// @throws FailedPreconditionException when a blob is missing or the parent is unknown
  /// @throws InvalidArgumentException when configuration and layers do not fit each other
  public Image create(ImageDraft draft) {
    var config = ImageConfig.decode(draft.config());
    if (!config.diffIds().equals(draft.layers().stream().map(ImageLayer::diffId).toList())) {
      throw new InvalidArgumentException(
          "image configuration: the diff ids differ from those of the layers");
    }
    var descriptor = Descriptor.of(draft.configType(), draft.config());
    var image =
        new Image(
            new ImageId(descriptor.digest()),
            descriptor,
            draft.layers(),
            draft.parent(),
            config.created().orElse(Instant.EPOCH),
            Optional.empty());
    try (var lease = leases.open("create image " + image.id())) {
      image.chain().forEach(lease::retain);
      image.layers().forEach(layer -> requireBlob(lease, layer));
      content.write(lease, draft.config());
      return record(image);
    }
  }

  private void requireBlob(Lease lease, ImageLayer layer) {
    lease.retain(layer.blob().digest());
    if (content.find(layer.blob().digest()).isEmpty()) {
      throw new FailedPreconditionException(
          "create image: the blob of layer " + layer.blob().digest() + " is missing");
    }
  }

  private Image record(Image image) {
    writing.lock();
    try {
      var existing = table.find(image.id());
      if (existing.isPresent()) {
        return existing.get();
      }
      image
          .parent()
          .filter(parent -> table.find(parent).isEmpty())
          .ifPresent(
              parent -> {
                throw new FailedPreconditionException(
                    "create image: the parent image " + parent + " is gone");
              });
      store.create(ImageRecords.key(image.id()), ImageRecords.encode(image), Durability.SYNCED);
      table = table.with(image);
      return image;
    } finally {
      writing.unlock();
    }
  }

  /// Gives an image a name, taking it from the image that had it. Without a tag it is `latest`.
  ///
  /// @return the image that had the name, when that was another one
  /// @throws InvalidArgumentException when the name has a digest
  /// @throws NotFoundException when there is no such image
  public Optional<ImageId> tag(ImageReference name, ImageId image) {
    if (name.digest().isPresent()) {
      throw new InvalidArgumentException("refusing to create a tag with a digest reference");
    }
    if (name.familiarName().equals("sha256")) {
      throw new InvalidArgumentException(
          "refusing to create an ambiguous tag using digest algorithm as name");
    }
    return give(new NamedImage(name.tagged(), image, Optional.empty()));
  }

  /// Notes that an image is in a repository under the digest of `manifest`, which is a blob of the
  /// content store: the image's own manifest, or the index it was chosen from.
  public void nameByDigest(ImageReference repository, Descriptor manifest, ImageId image) {
    try (var lease = leases.open("name image " + image)) {
      lease.retain(manifest.digest());
      content.get(manifest.digest());
      give(new NamedImage(repository.withDigest(manifest.digest()), image, Optional.of(manifest)));
    }
  }

  private Optional<ImageId> give(NamedImage named) {
    writing.lock();
    try {
      var image = table.find(named.image()).orElseThrow(() -> notFound(named.image().toString()));
      var tagged = image.withLastTagged(clock.instant());
      var previous = table.find(named.name()).map(NamedImage::image);
      store.commit(
          Transaction.of()
              .put(ImageRecords.key(named.name()), ImageRecords.encode(named))
              .put(ImageRecords.key(image.id()), ImageRecords.encode(tagged)),
          Durability.SYNCED);
      table = table.with(tagged).with(named);
      return previous.filter(id -> !id.equals(named.image()));
    } finally {
      writing.unlock();
    }
  }

  /// Takes a name away; its image stays.
  ///
  /// @return whether the name existed
  boolean untag(ImageReference name) {
    writing.lock();
    try {
      if (table.find(name).isEmpty()) {
        return false;
      }
      store.delete(ImageRecords.key(name), Durability.SYNCED);
      table = table.without(name);
      return true;
    } finally {
      writing.unlock();
    }
  }

  /// Deletes the record of an image without names and children.
  ///
  /// @throws ConflictException when it has got one meanwhile
  void delete(ImageId id) {
    writing.lock();
    try {
      if (!table.namesOf(id).isEmpty() || !table.children(id).isEmpty()) {
        throw new ConflictException(
            "conflict: unable to delete " + id.shortId() + " - image has just been referred to");
      }
      store.delete(ImageRecords.key(id), Durability.SYNCED);
      table = table.without(id);
      configs.remove(id);
    } finally {
      writing.unlock();
    }
  }

  @Override
  public void mark(Marker marker) {
    var now = table;
    for (var image : now.images()) {
      marker.blob(image.config().digest());
      image.layers().forEach(layer -> marker.blob(layer.blob().digest()));
      image.chainId().ifPresent(marker::chain);
    }
    for (var named : now.names()) {
      named.manifest().ifPresent(marker::manifest);
    }
  }

  /// The name as it is stored: with a digest and no tag, or with a tag.
  static ImageReference stored(ImageReference name) {
    return name.digest().map(name::withDigest).orElseGet(name::tagged);
  }

  static NotFoundException notFound(String what) {
    return new NotFoundException("No such image: " + what, new Subject("image", what));
  }
}
