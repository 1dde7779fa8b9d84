package dev.gantry.engine.core;

import dev.gantry.oci.content.ImageImporter;
import dev.gantry.oci.spec.ContainerDefaults;
import dev.gantry.oci.spec.HistoryEntry;
import dev.gantry.oci.spec.ImageConfig;
import dev.gantry.oci.spec.ImageId;
import dev.gantry.oci.spec.ImageReference;
import dev.gantry.oci.spec.Platform;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Makes an image of the tar of a root file system.
public final class ImportImage {
  private final ImageImporter importer;
  private final HostedImages images;
  private final InstantSource clock;

  ImportImage(ImageImporter importer, HostedImages images, InstantSource clock) {
    this.importer = importer;
    this.images = images;
    this.clock = clock;
  }

  /// Reads the tar to its end and returns the new image.
  ///
  /// @param rootfs a tar, compressed or not
  /// @param name what the image will be called; absent for none
  /// @param source where the tar came from, for the image's history
  /// @param changes Dockerfile instructions for the image's configuration
  public ImageId run(
      InputStream rootfs,
      Optional<ImageReference> name,
      String source,
      String message,
      List<String> changes,
      Optional<Platform> platform) {
    // Mistakes in the changes are found before a long upload is read.
    var defaults = ConfigChanges.apply(ContainerDefaults.NONE, changes);
    var now = clock.instant();
    String comment = message.isEmpty() ? "Imported from " + source : message;
    var image =
        importer.importRootfs(
            rootfs,
            diffId ->
                new ImageConfig(
                    Optional.of(now),
                    "",
                    comment,
                    platform.orElseGet(Platform::host),
                    defaults,
                    List.of(diffId),
                    List.of(new HistoryEntry(Optional.of(now), "", "", comment, false))));
    images.prepareForContainers(image.id());
    images.publish("import", image.id().toString(), image.id().toString());
    name.ifPresent(reference -> images.tag(image.id().toString(), reference));
    return image.id();
  }
}
