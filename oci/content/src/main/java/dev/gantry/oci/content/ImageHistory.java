package dev.gantry.oci.content;

import dev.gantry.oci.spec.HistoryEntry;
import dev.gantry.oci.spec.ImageId;
import dev.gantry.oci.spec.ImageReference;
import dev.gantry.platform.errors.DataLossException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Tells by which steps an image came to be.
public final class ImageHistory {
  private final ImageStore images;

  public ImageHistory(ImageStore images) {
    this.images = images;
  }

  /// The steps, newest first. The newest is the image itself; older ones have an id as far as the
  /// chain of parents goes.
  public List<HistoryRow> of(ImageId id) {
    var image = images.get(id);
    var sizes = layerSizes(image, images.config(id).history());
    var history = images.config(id).history();
    var rows = new ArrayList<HistoryRow>();
    Optional<ImageId> step = Optional.of(id);
    for (int i = history.size() - 1; i >= 0; i--) {
      rows.add(row(history.get(i), step, sizes.get(i)));
      step = step.flatMap(images::find).flatMap(Image::parent);
    }
    return rows;
  }

  private HistoryRow row(HistoryEntry entry, Optional<ImageId> image, long size) {
    List<ImageReference> tags =
        image.map(images::namesOf).orElse(List.of()).stream()
            .map(NamedImage::name)
            .filter(name -> name.tag().isPresent())
            .toList();
    return new HistoryRow(image, entry.created(), entry.createdBy(), entry.comment(), tags, size);
  }

  private static List<Long> layerSizes(Image image, List<HistoryEntry> history) {
    var sizes = new ArrayList<Long>();
    var layers = image.layers().iterator();
    for (var entry : history) {
      if (!entry.emptyLayer() && !layers.hasNext()) {
        throw new DataLossException("history of " + image.id() + " names more layers than it has");
      }
      sizes.add(entry.emptyLayer() ? 0 : layers.next().size());
    }
    return sizes;
  }
}
