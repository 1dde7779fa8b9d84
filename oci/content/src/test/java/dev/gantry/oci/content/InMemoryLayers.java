package dev.gantry.oci.content;

import dev.gantry.oci.archive.TarEntry;
import dev.gantry.oci.archive.TarLimits;
import dev.gantry.oci.archive.TarReader;
import dev.gantry.oci.spec.ChainId;
import dev.gantry.oci.spec.DiffId;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/// Layer snapshots for tests: of a layer only the names of its files are kept.
public final class InMemoryLayers implements LayerUnpacker, LayerCatalog {
  private final Map<ChainId, Layer> layers = new ConcurrentHashMap<>();
  private final AtomicInteger open = new AtomicInteger();

  private record Layer(Optional<ChainId> parent, List<String> files, long size) {}

  /// The names of the files in the topmost layer of a chain.
  public List<String> files(ChainId chain) {
    var layer = layers.get(chain);
    return layer == null ? List.of() : layer.files;
  }

  /// How many unpackings are neither committed nor closed.
  public int unfinished() {
    return open.get();
  }

  @Override
  public OptionalLong find(ChainId chain) {
    var layer = layers.get(chain);
    return layer == null ? OptionalLong.empty() : OptionalLong.of(layer.size);
  }

  @Override
  public LayerUnpacking begin(Optional<ChainId> parent) {
    parent
        .filter(chain -> !layers.containsKey(chain))
        .ifPresent(
            chain -> {
              throw new IllegalStateException("parent " + chain + " is not committed");
            });
    open.incrementAndGet();
    return new Unpacking(parent);
  }

  @Override
  public Map<ChainId, Optional<ChainId>> parents() {
    return layers.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, layer -> layer.getValue().parent));
  }

  @Override
  public long delete(ChainId chain) {
    if (layers.values().stream().anyMatch(layer -> layer.parent.equals(Optional.of(chain)))) {
      throw new IllegalStateException("a snapshot lies on " + chain);
    }
    var layer = layers.remove(chain);
    return layer == null ? 0 : layer.size;
  }

  private final class Unpacking implements LayerUnpacking {
    private final Optional<ChainId> parent;
    private final List<String> files = new ArrayList<>();
    private long size;
    private boolean closed;

    Unpacking(Optional<ChainId> parent) {
      this.parent = parent;
    }

    @Override
    public void apply(InputStream tar) throws IOException {
      var reader = new TarReader(tar, TarLimits.DEFAULT);
      for (var entry = reader.next(); entry.isPresent(); entry = reader.next()) {
        files.add(entry.map(TarEntry::path).orElseThrow());
        size += entry.get().size();
      }
      reader.drain();
    }

    @Override
    public long commit(DiffId layer) {
      layers.putIfAbsent(ChainId.of(parent, layer), new Layer(parent, List.copyOf(files), size));
      return size;
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        open.decrementAndGet();
      }
    }
  }
}
