package dev.gantry.engine.snapshots;

import dev.gantry.oci.content.LayerCatalog;
import dev.gantry.oci.content.LayerUnpacker;
import dev.gantry.oci.content.LayerUnpacking;
import dev.gantry.oci.spec.ChainId;
import dev.gantry.oci.spec.DiffId;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// The snapshots as the image side sees them: pull and load unpack into them, garbage
/// collection deletes them. The [InitLayers] are not among them; they go with the image they
/// stand on.
public final class SnapshotLayers implements LayerUnpacker, LayerCatalog {
  private final Snapshotter snapshotter;
  private final LayerApplier applier;

  public SnapshotLayers(Snapshotter snapshotter, LayerApplier applier) {
    this.snapshotter = snapshotter;
    this.applier = applier;
  }

  @Override
  public OptionalLong find(ChainId chain) {
    var found = snapshotter.find(chain);
    return found.isPresent() ? OptionalLong.of(found.get().usage().bytes()) : OptionalLong.empty();
  }

  @Override
  public LayerUnpacking begin(Optional<ChainId> parent) {
    return new Unpacking(applier.begin(parent));
  }

  @Override
  public Map<ChainId, Optional<ChainId>> parents() {
    var parents = new HashMap<ChainId, Optional<ChainId>>();
    for (var snapshot : snapshotter.list()) {
      if (snapshot instanceof Snapshot.Committed(var chain, var parent, _, _)
          && !chain.equals(InitLayers.chainOn(parent))) {
        parents.put(chain, parent);
      }
    }
    return parents;
  }

  @Override
  public long delete(ChainId chain) {
    var bytes = find(chain);
    snapshotter.remove(InitLayers.chainOn(Optional.of(chain)));
    snapshotter.remove(chain);
    return bytes.orElse(0);
  }

  private record Unpacking(LayerApplication application) implements LayerUnpacking {
    @Override
    public void apply(InputStream tar) throws IOException {
      try {
        application.apply(tar);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw (IOException) new InterruptedIOException("unpacking interrupted").initCause(e);
      }
    }

    @Override
    public long commit(DiffId layer) {
      return application.commit(layer).usage().bytes();
    }

    @Override
    public void close() {
      application.close();
    }
  }
}
