package dev.gantry.engine.core;

import dev.gantry.oci.content.BlobInfo;
import dev.gantry.oci.spec.Digest;
import dev.gantry.oci.spec.ImageId;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/// Looks whether records, disk and kernel agree. It changes nothing, and walks all content, so it
/// takes as long as reading it does.
final class IntegrityCheck {
  private static final int BUFFER = 128 << 10;

  private final Containers containers;
  private final ContainerRootfs rootfs;
  private final Engine.Parts parts;

  IntegrityCheck(Containers containers, ContainerRootfs rootfs, Engine.Parts parts) {
    this.containers = containers;
    this.rootfs = rootfs;
    this.parts = parts;
  }

  List<String> run() {
    List<String> problems = new ArrayList<>();
    checkBlobs(problems);
    checkImages(problems);
    checkContainers(problems);
    problems.addAll(parts.volumes().check());
    problems.addAll(parts.networks().check());
    return problems;
  }

  private void checkBlobs(List<String> problems) {
    for (BlobInfo blob : parts.content().list()) {
      try (InputStream in = parts.content().open(blob.digest())) {
        if (!digest(in, blob.digest()).equals(blob.digest())) {
          problems.add("blob " + blob.digest() + " is damaged");
        }
      } catch (IOException e) {
        problems.add("blob " + blob.digest() + " cannot be read: " + e.getMessage());
      }
    }
  }

  private static Digest digest(InputStream in, Digest expected) throws IOException {
    var hasher = new dev.gantry.oci.spec.DigestHasher(expected.algorithm());
    byte[] buffer = new byte[BUFFER];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      hasher.update(buffer, 0, count);
    }
    return hasher.finish();
  }

  private void checkImages(List<String> problems) {
    for (var image : parts.images().all()) {
      if (parts.content().find(image.config().digest()).isEmpty()) {
        problems.add("image " + image.id() + " has no configuration blob");
      }
      image.layers().stream()
          .filter(layer -> parts.content().find(layer.blob().digest()).isEmpty())
          .forEach(
              layer ->
                  problems.add("image " + image.id() + " lacks the blob " + layer.blob().digest()));
      image.chain().stream()
          .filter(chain -> parts.snapshotter().find(chain).isEmpty())
          .forEach(chain -> problems.add("image " + image.id() + " lacks the snapshot " + chain));
    }
  }

  private void checkContainers(List<String> problems) {
    for (Container container : containers.all()) {
      var record = container.record();
      String name = "container " + record.id().shortForm() + " (" + record.name() + ")";
      if (parts.images().find(ImageId.parse(record.imageId())).isEmpty()
          && record.chainId().isEmpty()) {
        problems.add(name + " has no image");
      }
      if (!container.gone() && !rootfs.exists(record.id())) {
        problems.add(name + " has no layer");
      }
      if (record.state().isAlive() && container.task().isEmpty()) {
        problems.add(name + " should run and has no processes");
      }
    }
  }
}
