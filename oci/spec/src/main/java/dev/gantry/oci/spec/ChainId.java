package dev.gantry.oci.spec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The identity of a stack of layers: a hash over the diff ids from the base up. Two images whose
/// lowest layers agree share the chain ids of these, and so their snapshots.
public record ChainId(Digest digest) implements Comparable<ChainId> {
  public static ChainId parse(String text) {
    return new ChainId(Digest.parse(text));
  }

  /// The chain with only `base`: by definition the diff id itself.
  public static ChainId of(DiffId base) {
    return new ChainId(base.digest());
  }

  /// The chain of `parent`, if there is one, with `layer` on top.
  public static ChainId of(Optional<ChainId> parent, DiffId layer) {
    return parent.map(chain -> chain.plus(layer)).orElseGet(() -> of(layer));
  }

  /// The chain of each stack from the lowest layer alone to all of them; the last is the image's.
  public static List<ChainId> chain(List<DiffId> layers) {
    var chain = new ArrayList<ChainId>(layers.size());
    Optional<ChainId> parent = Optional.empty();
    for (var layer : layers) {
      var next = of(parent, layer);
      chain.add(next);
      parent = Optional.of(next);
    }
    return List.copyOf(chain);
  }

  /// This chain with `layer` on top.
  public ChainId plus(DiffId layer) {
    return new ChainId(Digest.of((digest + " " + layer).getBytes(StandardCharsets.US_ASCII)));
  }

  @Override
  public int compareTo(ChainId other) {
    return digest.compareTo(other.digest);
  }

  @Override
  public String toString() {
    return digest.toString();
  }
}
