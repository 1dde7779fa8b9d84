package dev.gantry.oci.content;

import dev.gantry.oci.spec.Digest;
import dev.gantry.oci.spec.DigestAlgorithm;
import dev.gantry.platform.errors.InvalidArgumentException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Where a [FileContentStore] keeps what: `blobs/<algorithm>/<hex>`, as in an OCI image layout, and
/// `ingests/<number>` for blobs being written.
final class ContentLayout {
  private final Path blobs;
  private final Path ingests;
  private final AtomicLong nextIngest = new AtomicLong();

  private ContentLayout(Path root) {
    blobs = root.resolve("blobs");
    ingests = root.resolve("ingests");
  }

  /// Makes the directories that are missing.
  static ContentLayout create(Path root) throws IOException {
    var layout = new ContentLayout(root);
    createPrivate(layout.ingests);
    for (var algorithm : DigestAlgorithm.values()) {
      createPrivate(layout.directory(algorithm));
    }
    sync(layout.blobs);
    sync(root);
    return layout;
  }

  Path directory(DigestAlgorithm algorithm) {
    return blobs.resolve(algorithm.label());
  }

  Path blob(Digest digest) {
    return directory(digest.algorithm()).resolve(digest.hex());
  }

  /// The digest a file in [#directory] is named by, unless something else got there.
  Optional<Digest> digest(DigestAlgorithm algorithm, Path file) {
    try {
      return Optional.of(new Digest(algorithm, file.getFileName().toString()));
    } catch (InvalidArgumentException notABlob) {
      return Optional.empty();
    }
  }

  Path newIngest() {
    return ingests.resolve(Long.toString(nextIngest.getAndIncrement()));
  }

  /// Removes what a process that died has left unfinished.
  void sweepIngests() throws IOException {
    try (var leftovers = Files.newDirectoryStream(ingests)) {
      for (var leftover : leftovers) {
        Files.delete(leftover);
      }
    }
  }

  /// Makes the names in a directory durable.
  static void sync(Path directory) throws IOException {
    try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void createPrivate(Path directory) throws IOException {
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }
}
