package dev.gantry.oci.content;

import dev.gantry.oci.archive.ExpansionLimits;
import dev.gantry.oci.spec.ChainId;
import dev.gantry.oci.spec.Descriptor;
import dev.gantry.oci.spec.DiffId;
import dev.gantry.oci.spec.Digest;
import dev.gantry.oci.spec.DigestAlgorithm;
import dev.gantry.platform.errors.DataLossException;
import dev.gantry.platform.errors.NotImplementedException;
import dev.gantry.platform.errors.UnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/// Brings layers into the content store and unpacks them, in one pass over the bytes: each is
/// hashed as it arrives, written to its blob, expanded, hashed again and unpacked.
///
/// Neither blob nor snapshot becomes visible unless all that was promised about the layer is true.
/// A layer whose snapshot exists is verified all the same, since its blob will be handed on.
public final class LayerWriter {
  private final ContentStore content;
  private final LayerUnpacker unpacker;
  private final ExpansionLimits limits;

  public LayerWriter(ContentStore content, LayerUnpacker unpacker, ExpansionLimits limits) {
    this.content = content;
    this.unpacker = unpacker;
    this.limits = limits;
  }

  /// Takes a layer nobody has described: a tar, compressed or not. It is kept as it arrives, except
  /// that bzip2 and xz, for which OCI has no names, are expanded.
  ///
  /// @param lease keeps blob and snapshot
  /// @param parent the layers below, committed and kept by the caller
  /// @param layer is read to its end, and closed there
  /// @throws UnavailableException when the stream fails
  public ImageLayer write(Lease lease, Optional<ChainId> parent, InputStream layer) {
    return write(lease, parent, layer, Optional.empty(), Optional.empty());
  }

  /// Takes a layer that must have this descriptor and this diff id.
  ///
  /// @throws DataLossException when it has not
  /// @throws UnavailableException when the stream fails
  public ImageLayer write(
      Lease lease, Optional<ChainId> parent, InputStream layer, Descriptor blob, DiffId diffId) {
    return write(lease, parent, layer, Optional.of(blob), Optional.of(diffId));
  }

  /// Takes a layer of which only the diff id is known.
  ImageLayer write(Lease lease, Optional<ChainId> parent, InputStream layer, DiffId diffId) {
    return write(lease, parent, layer, Optional.empty(), Optional.of(diffId));
  }

  private ImageLayer write(
      Lease lease,
      Optional<ChainId> parent,
      InputStream in,
      Optional<Descriptor> promisedBlob,
      Optional<DiffId> promisedDiffId) {
    var blobAlgorithm = algorithm(promisedBlob.map(Descriptor::digest));
    var diffAlgorithm = algorithm(promisedDiffId.map(DiffId::digest));
    try (var ingest = content.begin(lease, blobAlgorithm);
        var target = target(lease, parent, promisedDiffId)) {
      var layer = ArrivingLayer.keep(in, ingest, limits, blobAlgorithm, diffAlgorithm);
      if (promisedBlob.isPresent() && !LayerTypes.isKept(layer.compression())) {
        throw new NotImplementedException(
            "layer %s: OCI has no layers compressed with %s"
                .formatted(promisedBlob.get().digest(), layer.compression()));
      }
      target.apply(layer.tar());
      var computed = layer.finish();
      // A plain tar is its own blob, so what was promised about the two must agree.
      computed
          .or(() -> promisedBlob.map(blob -> new DiffId(blob.digest())))
          .ifPresent(diffId -> verify(diffId, promisedDiffId));
      Optional<DiffId> blobsOwn = computed.isPresent() ? Optional.empty() : promisedDiffId;
      var blob =
          ingest.commit(
              promisedBlob.map(Descriptor::digest).or(() -> blobsOwn.map(DiffId::digest)),
              promisedBlob.map(d -> OptionalLong.of(d.size())).orElse(OptionalLong.empty()));
      var diffId = computed.orElseGet(() -> new DiffId(blob.digest()));
      lease.retain(ChainId.of(parent, diffId));
      return new ImageLayer(
          promisedBlob.orElseGet(
              () -> Descriptor.of(LayerTypes.of(layer.compression()), blob.digest(), blob.size())),
          diffId,
          target.commit(diffId));
    } catch (IOException e) {
      throw new UnavailableException("read layer: " + e.getMessage(), e);
    }
  }

  /// Unpacks a layer whose blob is in the store, or only verifies it when its snapshot exists.
  ///
  /// @param in the bytes of the blob, from the store
  ImageLayer unpack(
      Lease lease, Optional<ChainId> parent, InputStream in, Descriptor blob, DiffId diffId) {
    try (var target = target(lease, parent, Optional.of(diffId))) {
      var algorithm = diffId.digest().algorithm();
      var layer =
          blob.digest().equals(diffId.digest())
              ? ArrivingLayer.readTrusted(in, limits, algorithm)
              : ArrivingLayer.read(in, limits, algorithm);
      target.apply(layer.tar());
      layer.finish().ifPresent(computed -> verify(computed, Optional.of(diffId)));
      return new ImageLayer(blob, diffId, target.commit(diffId));
    } catch (IOException e) {
      throw ContentFailures.of("read layer " + blob.digest(), e);
    }
  }

  /// Where the tar goes: into a new snapshot, or nowhere when the promised one exists.
  private LayerUnpacking target(Lease lease, Optional<ChainId> parent, Optional<DiffId> promised) {
    if (promised.isPresent()) {
      var chain = ChainId.of(parent, promised.get());
      lease.retain(chain);
      var size = unpacker.find(chain);
      if (size.isPresent()) {
        return new UnpackedAlready(size.getAsLong());
      }
    }
    return unpacker.begin(parent);
  }

  private static void verify(DiffId computed, Optional<DiffId> promised) {
    if (promised.isPresent() && !promised.get().equals(computed)) {
      throw new DataLossException(
          "filesystem layer verification failed for digest %s: it unpacks to %s"
              .formatted(promised.get(), computed));
    }
  }

  private static DigestAlgorithm algorithm(Optional<Digest> promised) {
    return promised.map(Digest::algorithm).orElse(DigestAlgorithm.SHA256);
  }

  /// Takes the place of an unpacking that is not needed.
  private record UnpackedAlready(long size) implements LayerUnpacking {
    @Override
    public void apply(InputStream tar) {}

    @Override
    public long commit(DiffId layer) {
      return size;
    }

    @Override
    public void close() {}
  }
}
