package dev.gantry.oci.content;

import dev.gantry.oci.content.Leases.Thing;
import dev.gantry.oci.spec.ChainId;
import dev.gantry.platform.errors.GantryException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Deletes the blobs and layer snapshots that no record and no lease refers to: mark and sweep over
/// everything, so no feature counts references and none can forget to.
///
/// Pulls, builds and container creation go on meanwhile. What they use is held by a lease, and
/// [Leases] says why that is enough. The order of the mark phase is part of it: first the
/// collection begins to remember leases, then the roots are asked, so a record that came too late
/// for the roots had a lease that did not.
public final class GarbageCollector {
  private static final Logger LOG = LoggerFactory.getLogger(GarbageCollector.class);

  private final ContentStore content;
  private final LayerCatalog layers;
  private final Leases leases;
  private final List<ContentRoots> roots;
  private final ReentrantLock oneAtATime = new ReentrantLock();

  public GarbageCollector(
      ContentStore content, LayerCatalog layers, Leases leases, List<ContentRoots> roots) {
    this.content = content;
    this.layers = layers;
    this.leases = leases;
    this.roots = List.copyOf(roots);
  }

  /// Collects everything that was garbage when the call was made. A thing that cannot be deleted is
  /// logged and tried again by the next collection.
  public Collected collect() {
    oneAtATime.lock();
    try (var collection = leases.beginCollection()) {
      var marks = new Marks(content);
      roots.forEach(root -> root.mark(marks));
      for (var held : collection.held()) {
        switch (held) {
          case Thing.Blob(var digest) -> marks.blob(digest);
          case Thing.Layers(var chain) -> marks.chain(chain);
        }
      }
      var sweep = new Sweep(collection);
      sweep.layers(marks.chains());
      sweep.blobs(marks);
      return sweep.result();
    } finally {
      oneAtATime.unlock();
    }
  }

  /// What a collection has deleted.
  public record Collected(int blobs, int layers, long bytes) {}

  private final class Sweep {
    private final Leases.Collection collection;
    private int blobs;
    private int layersDeleted;
    private long bytes;

    Sweep(Leases.Collection collection) {
      this.collection = collection;
    }

    Collected result() {
      if (blobs + layersDeleted > 0) {
        LOG.info("content collected blobs={} layers={} bytes={}", blobs, layersDeleted, bytes);
      }
      return new Collected(blobs, layersDeleted, bytes);
    }

    void blobs(Marks marks) {
      for (var blob : content.list()) {
        if (!marks.has(blob.digest())) {
          attempt(
              new Thing.Blob(blob.digest()),
              () -> {
                if (content.delete(blob.digest())) {
                  blobs++;
                  bytes += blob.size();
                }
              });
        }
      }
    }

    /// Snapshots go from the top down; one that stays keeps those below it.
    void layers(Set<ChainId> marked) {
      var parents = layers.parents();
      var children = LayerTree.countChildren(parents);
      var keep = LayerTree.withAncestors(marked, parents);
      var deletable = new ArrayDeque<ChainId>();
      parents.keySet().stream()
          .filter(chain -> !keep.contains(chain) && !children.containsKey(chain))
          .forEach(deletable::add);
      while (!deletable.isEmpty()) {
        var chain = deletable.remove();
        boolean deleted =
            attempt(
                new Thing.Layers(chain),
                () -> {
                  bytes += layers.delete(chain);
                  layersDeleted++;
                });
        if (deleted) {
          parents
              .getOrDefault(chain, Optional.empty())
              .filter(parent -> children.merge(parent, -1, Integer::sum) == 0)
              .filter(parent -> !keep.contains(parent))
              .ifPresent(deletable::add);
        }
      }
    }

    private boolean attempt(Thing thing, Runnable deletion) {
      try {
        return collection.deleteUnlessHeld(thing, deletion);
      } catch (GantryException e) {
        LOG.warn("garbage not deleted, the next collection tries again thing={}", thing, e);
        return false;
      }
    }
  }
}
