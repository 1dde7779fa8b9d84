package dev.gantry.oci.content;

import dev.gantry.oci.spec.ImageId;
import dev.gantry.oci.spec.ImageReference;
import dev.gantry.oci.spec.ImageSelector;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The images chosen for an archive, kept from removal until this is closed.
public final class SavedImages implements AutoCloseable {
  private final ArchiveWriter writer;
  private final Map<Image, Set<ImageReference>> chosen;
  private final Lease lease;

  private SavedImages(ArchiveWriter writer, Map<Image, Set<ImageReference>> chosen, Lease lease) {
    this.writer = writer;
    this.chosen = chosen;
    this.lease = lease;
  }

  static SavedImages select(
      ImageStore images, ContentStore content, Leases leases, List<String> namesOrIds) {
    var chosen = new LinkedHashMap<Image, Set<ImageReference>>();
    for (var text : namesOrIds) {
      choose(images, text, chosen);
    }
    var lease = leases.open("save images");
    try {
      for (var image : chosen.keySet()) {
        lease.retain(image.config().digest());
        image.layers().forEach(layer -> lease.retain(layer.blob().digest()));
        images.get(image.id()); // still there, so what was just retained is too
      }
      return new SavedImages(new ArchiveWriter(images, content), chosen, lease);
    } catch (RuntimeException e) {
      lease.close();
      throw e;
    }
  }

  private static void choose(
      ImageStore images, String text, Map<Image, Set<ImageReference>> chosen) {
    if (ImageSelector.parse(text) instanceof ImageSelector.ByName(ImageReference name, _)) {
      if (name.tag().isEmpty() && name.digest().isEmpty()) {
        var tags =
            images.names().stream()
                .filter(named -> named.name().sameRepository(name))
                .filter(named -> named.name().tag().isPresent())
                .toList();
        for (var named : tags) {
          names(images.get(named.image()), chosen).add(named.name());
        }
        if (!tags.isEmpty()) {
          return;
        }
      }
      var exact = images.find(name);
      if (exact.isPresent() && name.digest().isEmpty()) {
        names(exact.get(), chosen).add(name);
        return;
      }
    }
    names(images.resolve(text), chosen);
  }

  private static Set<ImageReference> names(Image image, Map<Image, Set<ImageReference>> chosen) {
    return chosen.computeIfAbsent(image, _ -> new LinkedHashSet<>());
  }

  /// The images in the archive, in its order.
  public List<ImageId> images() {
    return chosen.keySet().stream().map(Image::id).toList();
  }

  /// Writes the archive, a tar, and leaves `out` open.
  ///
  /// @throws IOException when `out` fails
  public void writeTo(OutputStream out) throws IOException {
    writer.write(chosen, out);
  }

  @Override
  public void close() {
    lease.close();
  }
}
