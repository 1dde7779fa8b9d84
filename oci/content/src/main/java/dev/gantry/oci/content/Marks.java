package dev.gantry.oci.content;

import dev.gantry.oci.spec.ChainId;
import dev.gantry.oci.spec.Descriptor;
import dev.gantry.oci.spec.Digest;
import dev.gantry.oci.spec.ImageIndex;
import dev.gantry.oci.spec.ImageManifest;
import dev.gantry.oci.spec.Manifest;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.errors.NotFoundException;
import dev.gantry.platform.errors.NotImplementedException;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a garbage collection has found to be in use.
final class Marks implements ContentRoots.Marker {
  private static final Logger LOG = LoggerFactory.getLogger(Marks.class);

  private final ContentReader content;
  private final Set<Digest> blobs = new HashSet<>();
  private final Set<Digest> followed = new HashSet<>();
  private final Set<ChainId> chains = new HashSet<>();

  Marks(ContentReader content) {
    this.content = content;
  }

  boolean has(Digest blob) {
    return blobs.contains(blob);
  }

  Set<ChainId> chains() {
    return Set.copyOf(chains);
  }

  @Override
  public void chain(ChainId chain) {
    chains.add(chain);
  }

  @Override
  public void blob(Digest digest) {
    blobs.add(digest);
  }

  @Override
  public void manifest(Descriptor descriptor) {
    // A list, not recursion: how deep indexes nest is up to whoever pushed them.
    var pending = new ArrayDeque<Descriptor>();
    pending.add(descriptor);
    while (!pending.isEmpty()) {
      var next = pending.remove();
      blob(next.digest());
      boolean refersToOthers = next.mediaType().isManifest() || next.mediaType().isIndex();
      if (refersToOthers && followed.add(next.digest())) {
        read(next).ifPresent(manifest -> follow(manifest, pending));
      }
    }
  }

  private void follow(Manifest manifest, Queue<Descriptor> pending) {
    manifest.subject().ifPresent(pending::add);
    switch (manifest) {
      case ImageManifest image -> {
        pending.add(image.config());
        pending.addAll(image.layers());
      }
      case ImageIndex index -> pending.addAll(index.manifests());
    }
  }

  private Optional<Manifest> read(Descriptor descriptor) {
    try {
      byte[] document = content.read(descriptor.digest(), Manifest.MAX_SIZE);
      return Optional.of(Manifest.decode(document, Optional.of(descriptor.mediaType())));
    } catch (NotFoundException otherPlatform) {
      return Optional.empty();
    } catch (InvalidArgumentException | NotImplementedException e) {
      LOG.warn("manifest is unreadable digest={}", descriptor.digest(), e);
      return Optional.empty();
    }
  }
}
