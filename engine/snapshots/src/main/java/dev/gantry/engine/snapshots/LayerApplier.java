package dev.gantry.engine.snapshots;

import dev.gantry.oci.archive.Decompression;
import dev.gantry.oci.archive.ExpansionLimits;
import dev.gantry.oci.spec.ChainId;
import dev.gantry.oci.spec.DiffId;
import dev.gantry.oci.spec.Digest;
import dev.gantry.oci.spec.DigestHasher;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.lifecycle.KeyedLock;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Turns layers into committed snapshots. A process makes one for its snapshotter, at its
/// start. Streams of layers stay open; they are their owners' to close.
public final class LayerApplier {
  /// What is under such a key when a process starts was abandoned by the one before.
  private static final String KEY_PREFIX = "layer/";

  private final Snapshotter snapshotter;
  private final KeyedLock<ChainId> applying = new KeyedLock<>();
  private final AtomicLong lastKey = new AtomicLong();

  /// Removes what earlier processes began and did not finish.
  public LayerApplier(Snapshotter snapshotter) {
    this.snapshotter = snapshotter;
    for (var snapshot : snapshotter.list()) {
      if (snapshot instanceof Snapshot.Active(String key, _, _) && key.startsWith(KEY_PREFIX)) {
        snapshotter.remove(key);
      }
    }
  }

  /// Begins to apply a layer whose bytes the caller decompresses and verifies.
  ///
  /// @throws dev.gantry.platform.errors.NotFoundException if the parent is not committed
  public LayerApplication begin(Optional<ChainId> parent) {
    String key = KEY_PREFIX + lastKey.incrementAndGet();
    snapshotter.prepare(key, parent);
    return new LayerApplication(snapshotter, parent, key);
  }

  /// Applies a layer whose diff id is known. When the resulting snapshot exists, or another
  /// thread is making it, the stream is not read. Compressed layers are recognized.
  ///
  /// @throws IOException if the stream fails
  /// @throws InvalidArgumentException if it is malformed, hostile, or not the expected layer
  public AppliedLayer unpack(Optional<ChainId> parent, DiffId expected, InputStream layer)
      throws IOException, InterruptedException {
    var chain = ChainId.of(parent, expected);
    var present = find(chain, expected);
    if (present.isPresent()) {
      return present.get();
    }
    try (var _ = applying.lock(chain)) {
      present = find(chain, expected);
      return present.isPresent()
          ? present.get() // another thread has made it meanwhile
          : unpackNow(parent, expected, layer);
    }
  }

  private AppliedLayer unpackNow(Optional<ChainId> parent, DiffId expected, InputStream layer)
      throws IOException, InterruptedException {
    try (var application = begin(parent)) {
      var found = apply(application, layer);
      if (!found.equals(expected)) {
        throw new InvalidArgumentException(
            "unpack layer %s: its bytes are %s".formatted(expected, found));
      }
      return application.commit(expected);
    }
  }

  private Optional<AppliedLayer> find(ChainId chain, DiffId layer) {
    return snapshotter
        .find(chain)
        .map(found -> new AppliedLayer(chain, layer, found.usage(), false));
  }

  /// Applies a layer whose diff id is found by reading it. The failures are those of the other.
  public AppliedLayer unpack(Optional<ChainId> parent, InputStream layer)
      throws IOException, InterruptedException {
    try (var application = begin(parent)) {
      return application.commit(apply(application, layer));
    }
  }

  private static DiffId apply(LayerApplication application, InputStream layer)
      throws IOException, InterruptedException {
    var hasher = Digest.hasher();
    try (var plain = Decompression.open(new Unclosed(layer), ExpansionLimits.DEFAULT)) {
      application.apply(new Hashing(plain, hasher));
    }
    return new DiffId(hasher.finish());
  }

  /// Leaves a stream open for whoever opened it.
  private static final class Unclosed extends FilterInputStream {
    Unclosed(InputStream in) {
      super(in);
    }

    @Override
    public void close() {}
  }

  /// Hashes what is read through it.
  private static final class Hashing extends FilterInputStream {
    private final DigestHasher hasher;

    Hashing(InputStream in, DigestHasher hasher) {
      super(in);
      this.hasher = hasher;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      int count = in.read(into, from, length);
      if (count > 0) {
        hasher.update(into, from, count);
      }
      return count;
    }
  }
}
