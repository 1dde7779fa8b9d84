package dev.gantry.oci.content;

import dev.gantry.oci.spec.ChainId;
import dev.gantry.oci.spec.Descriptor;
import dev.gantry.oci.spec.Digest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Tells which layers of a removed image nothing needs any more, as `docker rmi` reports them.
final class LayerNeeds {
  private final ImageStore images;
  private final LayerCatalog layers;
  private final List<ContentRoots> others;

  LayerNeeds(ImageStore images, LayerCatalog layers, List<ContentRoots> others) {
    this.images = images;
    this.layers = layers;
    this.others = List.copyOf(others);
  }

  /// A layer in its place, and how many bytes it takes.
  record Unneeded(ChainId chain, long size) {}

  /// The layers of an image that is gone which nothing else needs, from the top down.
  List<Unneeded> unneeded(Image removed) {
    var needed = needed();
    var chain = removed.chain();
    var result = new ArrayList<Unneeded>();
    for (int i = chain.size() - 1; i >= 0 && !needed.contains(chain.get(i)); i--) {
      result.add(new Unneeded(chain.get(i), removed.layers().get(i).size()));
    }
    return result;
  }

  private Set<ChainId> needed() {
    var needed = new HashSet<ChainId>();
    images.all().forEach(image -> needed.addAll(image.chain()));
    var marked = new HashSet<ChainId>();
    others.forEach(root -> root.mark(new ChainMarker(marked)));
    needed.addAll(LayerTree.withAncestors(marked, layers.parents()));
    return needed;
  }

  private record ChainMarker(Set<ChainId> chains) implements ContentRoots.Marker {
    @Override
    public void blob(Digest digest) {}

    @Override
    public void manifest(Descriptor descriptor) {}

    @Override
    public void chain(ChainId chain) {
      chains.add(chain);
    }
  }
}
